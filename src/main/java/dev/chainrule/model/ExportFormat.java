package dev.chainrule.model;

import java.io.IOException;
import java.io.OutputStream;

/** A file format that models are downloaded in. A new one is one {@code @Component}. */
interface ExportFormat {

    /** As in {@code ?format=}; also the file's extension. */
    String name();

    /** Media type of the file. */
    String mediaType();

    /** Writes the whole file; the stream is closed by the caller. */
    void write(Models.Trained trained, OutputStream out) throws IOException;
}
