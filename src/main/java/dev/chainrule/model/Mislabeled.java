package dev.chainrule.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Rows whose label is probably wrong, the most doubtful first. */
final class Mislabeled {

    /** Iglewicz and Hoaglin 1993. */
    private static final double FAR = 3.5;

    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 1.4826;

    private Mislabeled() {}

    /**
     * Confident learning (Northcutt, Jiang and Chuang 2021): t_c is the mean probability of class c over the rows labeled c; a row
     * is confidently of the class with the greatest probability among those that reach their t_c, and is doubtful where that is not
     * its label. Ordered by p(label) - max of p(others).
     *
     * @param scores probabilities
     * @return numbers of examples
     */
    static List<Integer> labels(Scores scores) {
        double[] bars = bars(scores);
        return IntStream.range(0, scores.count())
                .filter(j -> {
                    int confident = confident(scores, bars, j);
                    return confident >= 0 && confident != scores.meant()[j];
                })
                .boxed()
                .sorted(Comparator.comparingDouble(j -> margin(scores, j)))
                .toList();
    }

    private static double[] bars(Scores scores) {
        double[] sums = new double[scores.classes()];
        int[] counts = new int[scores.classes()];
        for (int j = 0; j < scores.count(); j++) {
            int label = scores.meant()[j];
            sums[label] += scores.of(label)[j];
            counts[label]++;
        }
        for (int c = 0; c < sums.length; c++) {
            sums[c] = counts[c] == 0 ? Double.POSITIVE_INFINITY : sums[c] / counts[c];
        }
        return sums;
    }

    private static int confident(Scores scores, double[] bars, int j) {
        int best = -1;
        for (int c = 0; c < bars.length; c++) {
            double p = scores.of(c)[j];
            best = p >= bars[c] && (best < 0 || p > scores.of(best)[j]) ? c : best;
        }
        return best;
    }

    private static double margin(Scores scores, int j) {
        int label = scores.meant()[j];
        double other = 0;
        for (int c = 0; c < scores.classes(); c++) {
            other = c == label ? other : Math.max(other, scores.of(c)[j]);
        }
        return scores.of(label)[j] - other;
    }

    /**
     * Residuals more than 3.5 robust deviations from their median (modified z-score, Iglewicz and Hoaglin 1993).
     *
     * @param residuals only read
     * @return numbers of examples
     */
    static List<Integer> numbers(double[] residuals) {
        double center = median(residuals);
        double[] distances =
                Arrays.stream(residuals).map(r -> Math.abs(r - center)).toArray();
        double deviation = NORMAL * median(distances);
        return IntStream.range(0, residuals.length)
                .filter(j -> distances[j] > FAR * deviation)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -distances[j]))
                .toList();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
