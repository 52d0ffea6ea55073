package dev.chainrule.access;

import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as its key says.
 *
 * @param name of the key, for people
 * @param prefix of a key in the database, which may be revoked meanwhile; null for any other
 * @param owner to whom belongs what it makes
 */
record Caller(String name, Scope scope, @Nullable String prefix, String owner) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /** Whoever calls a service that asks for no keys. */
    static final Caller LOCAL = new Caller("local", Scope.ADMIN, null, Sight.NOBODYS);

    /** Whoever holds a configured key. */
    static final Caller CONFIGURED = new Caller("configured", Scope.ADMIN, null, Sight.NOBODYS);

    /** Stands for one whom no gate has asked; nothing is his, for no owner can have his name. */
    static final Caller NOBODY = new Caller("nobody", Scope.READ, null, "?");

    /** What its calls are counted by. */
    String id() {
        return prefix == null ? name : prefix;
    }

    /** Admins see everything, all others what is their own. */
    Sight sight() {
        return new Sight(scope == Scope.ADMIN, owner);
    }

    void stampOn(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Who sent it; {@link #NOBODY} where no key was asked for, as on a page that is open to all. */
    static Caller of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : NOBODY;
    }
}
