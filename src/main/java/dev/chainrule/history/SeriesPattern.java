package dev.chainrule.history;

import dev.chainrule.engine.train.SeriesGroup.Series;

/**
 * A name of a series, or of many: {@code *} stands for anything without a dot, {@code **} for anything. A layer's name counts as one
 * part, whatever it is made of, so that {@code gradientNorm.*} is one series a layer.
 */
record SeriesPattern(String text) {

    private static final int LONGEST = 200;

    /** Stands in for a dot of a layer's name. */
    private static final char INNER_DOT = '\0';

    SeriesPattern {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("longer than " + LONGEST + " characters");
        }
    }

    /** Whether it can stand for more than one series. */
    boolean wild() {
        return text.indexOf('*') >= 0;
    }

    boolean matches(Series series) {
        return series.name().equals(text) || (wild() && matches(parts(series)));
    }

    private static String parts(Series series) {
        String layer = series.layer();
        int at = layer == null ? -1 : series.name().indexOf("." + layer);
        if (layer == null || at < 0) {
            return series.name();
        }
        int end = at + 1 + layer.length();
        return series.name().substring(0, at + 1)
                + layer.replace('.', INNER_DOT)
                + series.name().substring(end);
    }

    /** matched[j]: the pattern so far matches the first j characters of the name. */
    private boolean matches(String name) {
        boolean[] matched = new boolean[name.length() + 1];
        matched[0] = true;
        for (int i = 0; i < text.length(); i++) {
            boolean star = text.charAt(i) == '*';
            boolean two = star && i + 1 < text.length() && text.charAt(i + 1) == '*';
            if (star) {
                spread(matched, name, two);
                i += two ? 1 : 0;
            } else {
                shift(matched, name, text.charAt(i));
            }
        }
        return matched[name.length()];
    }

    private static void spread(boolean[] matched, String name, boolean dots) {
        for (int j = 1; j < matched.length; j++) {
            matched[j] |= matched[j - 1] && (dots || name.charAt(j - 1) != '.');
        }
    }

    private static void shift(boolean[] matched, String name, char wanted) {
        for (int j = matched.length - 1; j > 0; j--) {
            matched[j] = matched[j - 1] && name.charAt(j - 1) == wanted;
        }
        matched[0] = false;
    }
}
