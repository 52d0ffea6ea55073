package dev.chainrule.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Area under the receiver operating characteristic: the share of pairs of one example of a class and one of another where the
 * first has the greater score, ties counting one half (Mann and Whitney 1947; Hanley and McNeil 1982).
 */
final class RocAuc {

    private RocAuc() {}

    /**
     * The area.
     *
     * @param scores of each example, only read
     * @param labels its class
     * @param positive the class that should have the greater scores
     * @return null where all examples are of the class, or none is
     */
    static @Nullable Double of(double[] scores, int[] labels, int positive) {
        double[] in = pick(scores, labels, positive, true);
        double[] out = pick(scores, labels, positive, false);
        return in.length == 0 || out.length == 0 ? null : pairsWon(in, out) / in.length / out.length;
    }

    private static double[] pick(double[] scores, int[] labels, int positive, boolean same) {
        double[] picked = new double[scores.length];
        int n = 0;
        for (int j = 0; j < scores.length; j++) {
            if (labels[j] == positive == same) {
                picked[n++] = scores[j] + 0.0; // -0 is 0
            }
        }
        double[] sorted = Arrays.copyOf(picked, n);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Both rising. */
    private static double pairsWon(double[] in, double[] out) {
        double won = 0;
        int less = 0;
        int lessOrEqual = 0;
        for (double score : in) {
            while (less < out.length && out[less] < score) {
                less++;
            }
            while (lessOrEqual < out.length && out[lessOrEqual] <= score) {
                lessOrEqual++;
            }
            won += (less + lessOrEqual) / 2.0;
        }
        return won;
    }
}
