package dev.chainrule.access;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Named;

/** What is sent to have a key made. */
@Named("key")
@Help("What is sent to have a key made.")
record KeyRequest(
        @Help("Whose it is or what it is for, 1 to 200 characters; not secret.")
        String name,

        @Help("What it opens.") @Default("read") Scope scope) {
    KeyRequest {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("name must have 1 to 200 characters");
        }
    }
}
