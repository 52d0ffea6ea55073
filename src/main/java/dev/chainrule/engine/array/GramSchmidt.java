package dev.chainrule.engine.array;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes columns orthonormal, one after the other. Not for a training step: it allocates. */
public final class GramSchmidt {

    /** A column that loses more than this share of its norm depends on those before it. */
    private static final double DEPENDENT = 1e-12;

    private GramSchmidt() {}

    /**
     * q <- Q with q = Q R, Q'Q = 1, R upper triangular with a positive diagonal. Each column is freed of those before it twice, which
     * is enough for Q'Q = 1 within rounding (Giraud, Langou, Rozloznik, van den Eshof 2005).
     *
     * @param q (m, n), DOUBLE, m >= n; overwritten
     * @throws IllegalArgumentException where m < n, or a column depends on those before it
     */
    public static void orthonormalize(INDArray q) {
        long m = Border.rows(q);
        int n = Border.columns(q);
        Border.check(m >= n && q.data().dataType() == DataType.DOUBLE, "need DOUBLE, no wider than tall", q, q);
        try (INDArray overlaps = OffHeap.vector(DataType.DOUBLE, n)) {
            for (int j = 0; j < n; j++) {
                INDArray column = OffHeap.view(q, j * m, m, 1);
                double before = Math.sqrt(Reductions.sumOfSquares(column));
                if (j > 0) {
                    INDArray done = OffHeap.view(q, 0, m, j);
                    INDArray c = OffHeap.view(overlaps, 0, j, 1);
                    free(column, done, c);
                    free(column, done, c);
                }
                double norm = Math.sqrt(Reductions.sumOfSquares(column));
                if (!(norm > DEPENDENT * before)) {
                    throw new IllegalArgumentException("column " + j + " depends on those before it");
                }
                InPlace.scale(column, 1 / norm);
            }
        }
    }

    /** v <- v - Q Q'v; c is overwritten by -Q'v. */
    private static void free(INDArray v, INDArray q, INDArray c) {
        InPlace.matmulTransposeLeft(c, q, v);
        InPlace.scale(c, -1);
        InPlace.addMatmul(v, q, c);
    }
}
