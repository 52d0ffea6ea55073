package dev.chainrule.access;

/**
 * Who is asking, as the key says.
 *
 * @param name of the key
 * @param scope what it opens: {@code read}, {@code write} or {@code admin}
 * @param owner whose things it sees; empty for an admin without one
 * @param keyNeeded whether this service asks for keys at all; where it does not, everyone is an admin
 */
record CallerView(String name, String scope, String owner, boolean keyNeeded) {

    static CallerView of(Caller caller, boolean keyNeeded) {
        return new CallerView(caller.name(), caller.scope().text(), caller.owner(), keyNeeded);
    }
}
