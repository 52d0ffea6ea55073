package dev.chainrule.storage;

import java.util.Set;

/** A room that keeps files and names them in rows. */
public interface FileOwner {

    /** The room's folder. */
    String folder();

    /** Names of the files that its rows name: {@code folder/file}. */
    Set<String> files();
}
