package dev.chainrule.dataset.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read where its content alone does not say.
 *
 * @param delimiter between the fields of a line; null to guess; a blank stands for any run of blanks and tabs
 * @param header whether the first line has the names; null to guess
 * @param point what separates the fraction of a number
 * @param arrays members of an NPZ file to read, in order; null for all
 */
public record FormatOptions(
        @Nullable String delimiter,
        @Nullable Boolean header,
        char point,
        @Nullable List<String> arrays) {

    /** All guessed. */
    public static final FormatOptions DEFAULT = new FormatOptions(null, null, '.', null);
}
