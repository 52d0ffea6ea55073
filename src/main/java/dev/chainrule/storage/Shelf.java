package dev.chainrule.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Where whole files stand so that every instance finds them: a folder, or a bucket with a folder before it. */
interface Shelf {

    /**
     * Puts a file that is written and forced under its name; on return it is there whatever dies.
     *
     * @param name {@code folder/file}, not there yet
     * @param written in this shelf's folder; gone afterwards
     */
    void keep(String name, Path written) throws IOException;

    /**
     * Where a file can be read on this machine.
     *
     * @throws java.nio.file.NoSuchFileException if there is none, now or when it is opened
     */
    Path find(String name) throws IOException;

    /** Takes a file away; nothing happens where there is none. */
    void delete(String name) throws IOException;

    /** Names in a folder that were put there before a moment, whoever made them. */
    List<String> before(Instant limit, String folder) throws IOException;
}
