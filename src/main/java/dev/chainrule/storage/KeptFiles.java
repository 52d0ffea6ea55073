package dev.chainrule.storage;

/** A room whose files stay until somebody deletes them, and count towards the {@link Quota}. */
public interface KeptFiles {

    /** Bytes of the files that its rows name. */
    long keptBytes();
}
