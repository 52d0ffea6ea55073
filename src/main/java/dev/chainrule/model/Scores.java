package dev.chainrule.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network answered to each example, beside the class that was meant. */
final class Scores {

    /** More numbers than these are not kept: 128 MB. */
    static final long MOST = 1L << 24;

    /** Probabilities may miss a sum of 1 by so much: rounding of 32 bits. */
    private static final double SLACK = 1e-3;

    private final double[][] shares;
    private final int[] meant;
    private int count;
    private boolean probabilities = true;

    Scores(int classes, int examples) {
        shares = new double[classes][examples];
        meant = new int[examples];
    }

    /** Adds a chunk of answers, one a column: k outputs, or that of the second of two classes. */
    void add(INDArray yHat, INDArray y) {
        for (int j = 0; j < y.columns(); j++, count++) {
            meant[count] = ClassReport.indexOf(y, j);
            double sum = 0;
            for (int c = 0; c < shares.length; c++) {
                double share = ClassReport.share(yHat, c, j);
                shares[c][count] = share;
                probabilities &= share >= 0;
                sum += share;
            }
            probabilities &= Math.abs(sum - 1) <= SLACK;
        }
    }

    int count() {
        return count;
    }

    /** Number of classes. */
    int classes() {
        return shares.length;
    }

    /** Class of each example. */
    int[] meant() {
        return meant;
    }

    /** Answer for a class, of each example. */
    double[] of(int c) {
        return shares[c];
    }

    /** The class with the greatest answer, the first of equals. */
    int answered(int j) {
        int best = 0;
        for (int c = 1; c < shares.length; c++) {
            best = shares[c][j] > shares[best][j] ? c : best;
        }
        return best;
    }

    /** Whether each example's answers are at least 0 and sum to 1. */
    boolean areProbabilities() {
        return probabilities;
    }
}
