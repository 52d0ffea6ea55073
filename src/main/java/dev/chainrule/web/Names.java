package dev.chainrule.web;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses which name was meant. */
public final class Names {

    private Names() {}

    /**
     * The allowed name nearest to the one given, by edits of one letter (insert, drop, replace, swap two neighbors);
     * capitals, blanks, {@code _} and {@code -} do not count. Null where nothing is near: more than a third of the letters differ.
     */
    public static @Nullable String nearest(String given, Collection<String> allowed) {
        String wanted = plain(given);
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String name : allowed) {
            String candidate = plain(name);
            if (Math.abs(candidate.length() - wanted.length()) >= least) {
                continue;
            }
            int edits = distance(wanted, candidate);
            if (edits < least && edits <= Math.max(1, Math.max(wanted.length(), candidate.length()) / 3)) {
                best = name;
                least = edits;
            }
        }
        return wanted.isEmpty() ? null : best;
    }

    private static String plain(String name) {
        String start = name.length() > 64 ? name.substring(0, 64) : name;
        return start.strip()
                .toLowerCase(Locale.ROOT)
                .replace("_", "")
                .replace("-", "")
                .replace(" ", "");
    }

    /** Optimal string alignment: {@code d[i][j]} edits turn the first i letters of a into the first j of b. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : least(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int least(int[][] d, String a, String b, int i, int j) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
