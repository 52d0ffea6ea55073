package dev.chainrule.dataset;

import dev.chainrule.dataset.table.NumberRows;
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

    /** So many bytes have a sum that an int holds. */
    private static final int EXACT = Integer.MAX_VALUE / 0xff;

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

    /**
     * Over the given rows; NaN for a column that has no value in them.
     *
     * @param scaling what they are for: deviations are taken where it is {@link Scaling#STANDARD}, and 0 elsewhere
     */
    static Moments of(NumberRows columns, int[] rows, Scaling scaling) {
        Moments moments = new Moments(columns.width());
        boolean bytes = columns.areBytes() && rows.length <= EXACT;
        long[] counts = bytes ? moments.firstOfBytes(columns, rows) : moments.first(columns, rows);
        if (scaling == Scaling.STANDARD) {
            moments.second(columns, rows, counts);
        }
        return moments;
    }

    private long[] first(NumberRows columns, int[] rows) {
        double[] values = new double[mean.length];
        double[] lost = new double[mean.length];
        long[] counts = new long[mean.length];
        for (int row : rows) {
            columns.read(row, values);
            for (int j = 0; j < values.length; j++) {
                double value = values[j];
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

    /** The same numbers as {@link #first}: sums of bytes lose nothing. */
    private long[] firstOfBytes(NumberRows columns, int[] rows) {
        byte[] cells = new byte[mean.length];
        int[] sums = new int[mean.length];
        int[] least = new int[mean.length];
        int[] greatest = new int[mean.length];
        Arrays.fill(least, 0xff);
        for (int row : rows) {
            columns.read(row, cells);
            for (int j = 0; j < cells.length; j++) {
                int value = cells[j] & 0xff;
                sums[j] += value;
                least[j] = Math.min(least[j], value);
                greatest[j] = Math.max(greatest[j], value);
            }
        }
        long[] counts = new long[mean.length];
        Arrays.fill(counts, rows.length);
        Arrays.setAll(mean, j -> (double) sums[j] / rows.length);
        if (rows.length > 0) {
            Arrays.setAll(min, j -> least[j]);
            Arrays.setAll(max, j -> greatest[j]);
        }
        return counts;
    }

    private void second(NumberRows columns, int[] rows, long[] counts) {
        double[] values = new double[mean.length];
        double[] reach = new double[mean.length];
        Arrays.setAll(reach, j -> Math.max(max[j] - mean[j], mean[j] - min[j]));
        for (int row : rows) {
            columns.read(row, values);
            for (int j = 0; j < values.length; j++) {
                double value = values[j];
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
