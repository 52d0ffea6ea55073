package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.solve.Lapack.At;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A S = Q R for a matrix A with many rows and S its column scales, by Householder reflections: the first block of rows is
 * factored, then each next one below the triangle so far (sequential TSQR; Demmel, Grigori, Hoemmen, Langou, 2012). A block
 * stays in cache, where an unblocked panel of all rows would not. 2 p^2 n operations; holds one copy of A, off the heap.
 */
final class TallQr implements AutoCloseable {

    private static final int PANEL = 32;
    private static final int LEAST_ROWS = 512;

    private final int columns;
    private final int rows;
    private final int blockRows;
    private final int panel;
    private final INDArray reflectors;
    private final INDArray factors;

    TallQr(Design design) {
        columns = design.columns();
        rows = Math.max(design.rows(), columns);
        blockRows = Math.min(rows, Math.max(LEAST_ROWS, 2 * columns));
        panel = Math.min(PANEL, columns);
        reflectors = OffHeap.vector(DataType.DOUBLE, (long) rows * columns);
        factors = OffHeap.vector(DataType.DOUBLE, (long) blocks() * panel * columns);
        double[] given = new double[blockRows * columns];
        for (int b = 0; b < blocks(); b++) {
            fill(design, b, given);
            factor(b);
        }
    }

    private int blocks() {
        return (rows + blockRows - 1) / blockRows;
    }

    private int rowsOf(int b) {
        return Math.min(blockRows, rows - b * blockRows);
    }

    private At reflectors(int b) {
        return new At(reflectors, (long) b * blockRows * columns);
    }

    private At factors(int b) {
        return new At(factors, (long) b * panel * columns);
    }

    /** Turns rows into scaled columns; rows that only pad a matrix wider than tall are zero. */
    private void fill(Design design, int b, double[] given) {
        int m = rowsOf(b);
        int from = b * blockRows;
        int there = Math.max(0, Math.min(m, design.rows() - from));
        Arrays.fill(given, 0);
        design.read(from, there, given);
        double[] column = new double[m];
        for (int j = 0; j < columns; j++) {
            double scale = design.scale(j);
            for (int i = 0; i < m; i++) {
                column[i] = given[i * columns + j] * scale;
            }
            new At(reflectors, (long) from * columns + (long) j * m).put(column, 0, m);
        }
    }

    private void factor(int b) {
        if (b == 0) {
            Lapack.geqrt(rowsOf(0), columns, panel, reflectors(0), factors(0));
        } else {
            Lapack.tpqrt(rowsOf(b), columns, panel, reflectors(0), rowsOf(0), reflectors(b), factors(b));
        }
    }

    /** Length of the vectors that Q is applied to: the design's rows, or its columns where they are more. */
    int rows() {
        return rows;
    }

    /** R, (p, p), column by column, with zeros below the diagonal. */
    double[] triangle() {
        double[] r = new double[columns * columns];
        for (int j = 0; j < columns; j++) {
            new At(reflectors, (long) j * rowsOf(0)).get(r, j * columns, j + 1);
        }
        Reference.reachabilityFence(reflectors);
        return r;
    }

    /** c <- Q' c; the first p elements belong to R. */
    void applyTransposed(double[] c) {
        try (INDArray vector = OffHeap.vector(DataType.DOUBLE, rows)) {
            new At(vector, 0).put(c, 0, rows);
            for (int b = 0; b < blocks(); b++) {
                apply(true, b, vector);
            }
            new At(vector, 0).get(c, 0, rows);
            Reference.reachabilityFence(vector);
        }
    }

    /** c <- Q c. */
    void apply(double[] c) {
        try (INDArray vector = OffHeap.vector(DataType.DOUBLE, rows)) {
            new At(vector, 0).put(c, 0, rows);
            for (int b = blocks() - 1; b >= 0; b--) {
                apply(false, b, vector);
            }
            new At(vector, 0).get(c, 0, rows);
            Reference.reachabilityFence(vector);
        }
    }

    private void apply(boolean transposed, int b, INDArray vector) {
        At part = new At(vector, (long) b * blockRows);
        if (b == 0) {
            Lapack.gemqrt(transposed, rowsOf(0), columns, panel, reflectors(0), factors(0), part);
        } else {
            Lapack.tpmqrt(transposed, rowsOf(b), columns, panel, reflectors(b), factors(b), new At(vector, 0), part);
        }
    }

    @Override
    public void close() {
        reflectors.close();
        factors.close();
    }
}
