package dev.chainrule.storage;

import java.io.IOException;
import java.io.OutputStream;

/** What a file will hold, written once from front to back. */
@FunctionalInterface
public interface Content {

    /** Writes all of it; the stream is buffered, and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
}
