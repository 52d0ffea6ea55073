package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.OffHeap;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The matrix of a least-squares problem, row by row: an example's features, then a 1 where there is an intercept; after the
 * examples one row sqrt(lambda) e_j for each feature where there is a ridge. Read in blocks, never held twice.
 *
 * <p>{@link #scale} holds for each column the power of two that brings its Euclidean norm into [1/2, 1): scaling by it is
 * exact, and nearly the best that scaling can do for the condition (van der Sluis, 1969).
 */
final class Design {

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int LARGEST_EXPONENT = 1000;

    /** Squares outside this and its inverse may have lost digits. */
    private static final double SMALLEST = 1e-250;

    private final INDArray x;
    private final int features;
    private final int examples;
    private final boolean intercept;
    private final double lambda;
    private final double[] scale;

    /**
     * @param x examples as columns, (d, n), 'f' order, FLOAT or DOUBLE; only read
     * @param intercept whether a column of ones is added
     * @param lambda weight of the squared norm of the weights, the intercept's left out
     */
    Design(INDArray x, boolean intercept, double lambda) {
        if (x.rank() != 2 || x.data().dataType() != DataType.FLOAT && x.data().dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException("examples must be a FLOAT or DOUBLE matrix");
        }
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda must be >= 0 and finite, was " + lambda);
        }
        this.x = x;
        this.features = x.rows();
        this.examples = x.columns();
        this.intercept = intercept;
        this.lambda = lambda;
        this.scale = powersOfTwo();
    }

    /** Examples n. */
    int examples() {
        return examples;
    }

    /** Features d. */
    int features() {
        return features;
    }

    /** Rows of the matrix: examples, and one for each feature where there is a ridge. */
    int rows() {
        return examples + (lambda > 0 ? features : 0);
    }

    /** Columns of the matrix: features, and one for the intercept. */
    int columns() {
        return features + (intercept ? 1 : 0);
    }

    boolean intercept() {
        return intercept;
    }

    double lambda() {
        return lambda;
    }

    /** Factor of column j, a power of two. */
    double scale(int j) {
        return scale[j];
    }

    /** Rows that one block should have, so that it stays in cache. */
    int blockRows() {
        return Math.max(16, BLOCK_BYTES / Double.BYTES / columns());
    }

    /**
     * Copies rows, unscaled, one after another.
     *
     * @param out at least count * columns() long
     */
    void read(int from, int count, double[] out) {
        int p = columns();
        int data = Math.max(0, Math.min(count, examples - from));
        if (data > 0) {
            OffHeap.read(x, (long) from * features, out, data * features);
        }
        if (intercept) {
            for (int i = data - 1; i >= 0; i--) {
                System.arraycopy(out, i * features, out, i * p, features);
                out[i * p + features] = 1;
            }
        }
        Arrays.fill(out, data * p, count * p, 0);
        for (int i = data; i < count; i++) {
            out[i * p + (from + i - examples)] = Math.sqrt(lambda);
        }
    }

    private double[] powersOfTwo() {
        int p = columns();
        double[] unit = new double[p];
        Arrays.fill(unit, 1);
        double[] squares = sumsOfSquares(unit);
        if (!Arrays.stream(squares).allMatch(s -> s > SMALLEST && s < 1 / SMALLEST)) {
            unit = largestMagnitudes();
            squares = sumsOfSquares(unit);
        }
        for (int j = 0; j < p; j++) {
            unit[j] = power(Math.sqrt(squares[j]) / unit[j]);
        }
        return unit;
    }

    private double[] sumsOfSquares(double[] unit) {
        double[] squares = new double[columns()];
        eachRow((row, at) -> {
            for (int j = 0; j < squares.length; j++) {
                double v = row[at + j] * unit[j];
                squares[j] += v * v;
            }
        });
        return squares;
    }

    /** The powers of two that bring the columns' largest magnitudes into [1/2, 1): no square overflows or vanishes then. */
    private double[] largestMagnitudes() {
        double[] largest = new double[columns()];
        eachRow((row, at) -> {
            for (int j = 0; j < largest.length; j++) {
                largest[j] = Math.max(largest[j], Math.abs(row[at + j]));
            }
        });
        return Arrays.stream(largest).map(Design::power).toArray();
    }

    /** The power of two that brings a magnitude into [1/2, 1); 1 for zero. */
    private static double power(double magnitude) {
        if (Double.isNaN(magnitude) || Double.isInfinite(magnitude)) {
            throw new IllegalArgumentException("a feature is not finite");
        }
        int exponent = magnitude == 0 ? 0 : -Math.getExponent(magnitude) - 1;
        return Math.scalb(1.0, Math.clamp(exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT));
    }

    /** Sees each row once. */
    interface RowVisitor {
        void row(double[] block, int at);
    }

    /** Visits every row, unscaled, in order. */
    void eachRow(RowVisitor visitor) {
        int p = columns();
        int step = blockRows();
        double[] block = new double[step * p];
        for (int from = 0; from < rows(); from += step) {
            int count = Math.min(step, rows() - from);
            read(from, count, block);
            for (int i = 0; i < count; i++) {
                visitor.row(block, i * p);
            }
        }
    }
}
