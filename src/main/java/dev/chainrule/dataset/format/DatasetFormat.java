package dev.chainrule.dataset.format;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A kind of file that rows can be read from. */
public interface DatasetFormat {

    /** Its name in the API. */
    String name();

    /** Order in which formats are asked: those that recognize their files surely come first. */
    int order();

    /** Whether a file that begins so is one of these. */
    boolean recognizes(Head head);

    /** Whether a file of this name or media type claims to be one of these. */
    boolean isClaimed(Claim claim);

    /**
     * Opens a file.
     *
     * @param labels a second file with the label of each row, where one was sent
     * @throws dev.chainrule.web.ProblemException with what is wrong with it
     */
    FileRows open(Source file, @Nullable Source labels, FormatOptions options) throws IOException;
}
