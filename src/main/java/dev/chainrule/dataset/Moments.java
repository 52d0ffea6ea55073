package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Table;
import java.util.Arrays;

/**
 * Size and spread of several columns over some rows. Two passes: the squares are those of distances from the mean, so that a
 * mean of 1e9 does not drown a deviation of 1; each sum carries what its additions lost (Neumaier 1974). Missing cells do not
 * count.
 */
final class Moments {

    /** A spread below this many roundings of the mean is noise of the last digit. */
    private static final double ROUNDINGS = 8;

    private static final double ROUNDING = 0x1p-52;

    final double[] mean;
    final double[] deviation;
    final double[] min;
    final double[] max;

    private Moments(int width) {
        mean = new double[width];
        deviation = new double[width];
        min = new double[width];
        max = new double[width];
        Arrays.fill(min, Double.POSITIVE_INFINITY);
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
    }

    /** Over the given rows; NaN for a column that has no value in them. */
    static Moments of(Table.Numbers[] columns, int[] rows) {
        Moments moments = new Moments(columns.length);
        long[] counts = moments.first(columns, rows);
        moments.second(columns, rows, counts);
        return moments;
    }

    private long[] first(Table.Numbers[] columns, int[] rows) {
        double[] lost = new double[columns.length];
        long[] counts = new long[columns.length];
        for (int row : rows) {
            for (int j = 0; j < columns.length; j++) {
                double value = columns[j].at(row);
                if (!Double.isNaN(value)) {
                    double sum = mean[j];
                    double next = sum + value;
                    lost[j] += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
                    mean[j] = next;
                    counts[j]++;
                    min[j] = Math.min(min[j], value);
                    max[j] = Math.max(max[j], value);
                }
            }
        }
        Arrays.setAll(mean, j -> (mean[j] + lost[j]) / counts[j]);
        return counts;
    }

    private void second(Table.Numbers[] columns, int[] rows, long[] counts) {
        double[] reach = new double[columns.length];
        Arrays.setAll(reach, j -> Math.max(max[j] - mean[j], mean[j] - min[j]));
        for (int row : rows) {
            for (int j = 0; j < columns.length; j++) {
                double value = columns[j].at(row);
                if (!Double.isNaN(value) && reach[j] > 0) {
                    double part = (value - mean[j]) / reach[j];
                    deviation[j] += part * part;
                }
            }
        }
        Arrays.setAll(deviation, j -> reach[j] * Math.sqrt(deviation[j] / counts[j]));
    }

    /** Whether a column of this mean and deviation is constant but for rounding. */
    static boolean isConstant(double mean, double deviation) {
        return !(deviation > ROUNDINGS * ROUNDING * Math.abs(mean));
    }

    /** What is taken off column j. */
    double offset(Scaling scaling, int j) {
        double offset = switch (scaling) {
            case NONE, MAX_ABS -> 0;
            case STANDARD -> mean[j];
            case MIN_MAX -> min[j];
        };
        return Double.isFinite(offset) ? offset : 0;
    }

    /** What column j is divided by afterwards: never 0, and 1 where the column is constant. */
    double scale(Scaling scaling, int j) {
        double scale = switch (scaling) {
            case NONE -> 1;
            case STANDARD -> isConstant(mean[j], deviation[j]) ? 1 : deviation[j];
            case MIN_MAX -> isConstant(max[j], max[j] - min[j]) ? 1 : max[j] - min[j];
            case MAX_ABS -> Math.max(Math.abs(min[j]), Math.abs(max[j]));
        };
        return scale > 0 && Double.isFinite(scale) ? scale : 1;
    }
}
