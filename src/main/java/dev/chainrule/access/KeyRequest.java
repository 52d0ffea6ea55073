package dev.chainrule.access;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Named;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is sent to have a key made. */
@Named("key")
@Help("What is sent to have a key made.")
record KeyRequest(
        @Help("Whose it is or what it is for, 1 to 200 characters; not secret.")
        String name,

        @Help("What it opens.") @Default("read") Scope scope,

        @Help(
                "Whose things it sees, and to whom belongs what it makes: 1 to 64 of letters, digits, _, . and -. Keys of one owner share everything."
                        + " Left out, a key has an owner of its own, with the key's id for a name, and an admin's key none.")
        @Nullable
        String owner) {

    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    KeyRequest {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("name must have 1 to 200 characters");
        }
        if (owner != null && !OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException("owner must have 1 to 64 of letters, digits, _, . and -");
        }
    }
}
