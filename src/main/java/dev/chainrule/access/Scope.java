package dev.chainrule.access;

import dev.chainrule.engine.catalog.Choices;

/** What a key opens; each opens what those before it do. */
public enum Scope {
    /** Looks at everything, changes nothing. */
    READ,
    /** Makes, changes and deletes data sets, jobs, models and analyses. */
    WRITE,
    /** Makes and revokes keys. */
    ADMIN;

    /** As it is written in requests and answers. */
    String text() {
        return Choices.nameOf(this);
    }

    boolean opens(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
