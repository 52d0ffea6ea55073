package dev.chainrule.history;

/**
 * What is kept of a column's values, {@link #FACTOR} at a time: one entry speaks of 16 values, or of 16 entries of the level below.
 * Parallel arrays, one element an entry.
 */
final class Summaries {

    /** Entries of one level that make one entry of the next. */
    static final int FACTOR = 16;

    private static final int COLUMNS = 6;

    /** Least finite value; NaN where none is finite. */
    final double[] min;
    /** Greatest finite value; NaN where none is finite. */
    final double[] max;
    /** Last value, whatever it is. */
    final double[] last;
    /** Mean of the finite values; NaN where none is finite. */
    final double[] mean;
    /** Number of finite values. */
    final double[] finite;
    /** Which non-finite values there are, as {@link NonFinite} bits. */
    final double[] kinds;

    private Summaries(double[][] columns) {
        min = columns[0];
        max = columns[1];
        last = columns[2];
        mean = columns[3];
        finite = columns[4];
        kinds = columns[5];
    }

    /** Summaries of each 16 values; their number must be a multiple of 16. */
    static Summaries of(double[] values) {
        Summaries made = ofSize(values.length / FACTOR);
        Summary summary = new Summary();
        for (int entry = 0; entry < made.size(); entry++) {
            for (int i = entry * FACTOR; i < (entry + 1) * FACTOR; i++) {
                summary.add(values[i]);
            }
            made.take(entry, summary);
        }
        return made;
    }

    /** Summaries of each 16 entries of {@code finer}, one after the other. */
    static Summaries of(Summaries[] finer) {
        int size = 0;
        for (Summaries part : finer) {
            size += part.size() / FACTOR;
        }
        Summaries made = ofSize(size);
        Summary summary = new Summary();
        int entry = 0;
        for (Summaries part : finer) {
            for (int i = 0; i < part.size(); i++) {
                summary.add(part, i);
                if ((i + 1) % FACTOR == 0) {
                    made.take(entry++, summary);
                }
            }
        }
        return made;
    }

    private static Summaries ofSize(int size) {
        return new Summaries(new double[COLUMNS][size]);
    }

    private void take(int entry, Summary summary) {
        min[entry] = summary.min();
        max[entry] = summary.max();
        last[entry] = summary.last();
        mean[entry] = summary.mean();
        finite[entry] = summary.finite();
        kinds[entry] = summary.kinds();
        summary.clear();
    }

    int size() {
        return last.length;
    }

    byte[] pack() {
        return PackedColumns.pack(new double[][] {min, max, last, mean, finite, kinds}, 0, size());
    }

    static Summaries unpack(byte[] packed) {
        double[][] columns = new double[COLUMNS][];
        for (int c = 0; c < COLUMNS; c++) {
            columns[c] = PackedColumns.unpack(packed, c);
        }
        return new Summaries(columns);
    }
}
