package dev.chainrule.dataset;

import org.jspecify.annotations.Nullable;

/** A dataset's name: any letters, shown and never used to find a file. */
final class DatasetName {

    private static final int LONGEST = 200;

    private DatasetName() {}

    /** The first name that is one, without control letters and not too long. */
    static String of(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return clean(candidate);
            }
        }
        return "dataset";
    }

    private static String clean(String name) {
        StringBuilder clean = new StringBuilder();
        name.strip().codePoints().forEach(point -> {
            boolean broken = Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
            int shown = broken ? 0xFFFD : point;
            if (clean.length() + Character.charCount(shown) <= LONGEST) {
                clean.appendCodePoint(shown);
            }
        });
        return clean.toString();
    }
}
