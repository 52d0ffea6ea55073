package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.Blas;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The LAPACK routines that least squares and spectra need, column-major, failing loudly. */
final class Lapack {

    private static final int COLUMN_MAJOR = 102;

    static {
        // sets OpenBLAS's thread count before the first call
        Blas.threads();
    }

    private Lapack() {}

    /** Memory of an ND4J array from an element on. The array must outlive it. */
    static final class At extends DoublePointer {
        At(INDArray array, long element) {
            super((Pointer) null);
            address = array.data().address() + (array.data().offset() + element) * Double.BYTES;
        }
    }

    /** A = Q R of (rows, columns); a receives R and the reflectors, t their triangular factors (block, columns). */
    static void geqrt(int rows, int columns, int block, At a, At t) {
        check("dgeqrt", openblas.LAPACKE_dgeqrt(COLUMN_MAJOR, rows, columns, block, a, rows, t, block));
    }

    /** QR of a triangle r on top of a block b of more rows; r becomes the new triangle, b the reflectors. */
    static void tpqrt(int rows, int columns, int block, At r, int stride, At b, At t) {
        check("dtpqrt", openblas.LAPACKE_dtpqrt(COLUMN_MAJOR, rows, columns, 0, block, r, stride, b, rows, t, block));
    }

    /** c <- Q' c or Q c for one column c of as many rows. */
    static void gemqrt(boolean transposed, int rows, int columns, int block, At v, At t, At c) {
        byte mode = (byte) (transposed ? 'T' : 'N');
        check(
                "dgemqrt",
                openblas.LAPACKE_dgemqrt(
                        COLUMN_MAJOR, (byte) 'L', mode, rows, 1, columns, block, v, rows, t, block, c, rows));
    }

    /** [top; c] <- Q' or Q times itself for one column: the partner of {@link #tpqrt}. */
    static void tpmqrt(boolean transposed, int rows, int columns, int block, At v, At t, At top, At c) {
        byte mode = (byte) (transposed ? 'T' : 'N');
        check(
                "dtpmqrt",
                openblas.LAPACKE_dtpmqrt(
                        COLUMN_MAJOR,
                        (byte) 'L',
                        mode,
                        rows,
                        1,
                        columns,
                        0,
                        block,
                        v,
                        rows,
                        t,
                        block,
                        top,
                        columns,
                        c,
                        rows));
    }

    /** A P = Q R with column pivoting of an (n, n) matrix; pivots from 1. */
    static void geqp3(int n, double[] a, int[] pivots, double[] tau) {
        check("dgeqp3", openblas.LAPACKE_dgeqp3(COLUMN_MAJOR, n, n, a, n, pivots, tau));
    }

    /** c <- Q' c or Q c with the reflectors of {@link #geqp3}. */
    static void ormqr(boolean transposed, int n, double[] a, double[] tau, double[] c) {
        byte mode = (byte) (transposed ? 'T' : 'N');
        check("dormqr", openblas.LAPACKE_dormqr(COLUMN_MAJOR, (byte) 'L', mode, n, 1, n, a, n, tau, c, n));
    }

    /** Inverts an upper triangle in place. */
    static void invertUpper(int n, double[] r) {
        check("dtrtri", openblas.LAPACKE_dtrtri(COLUMN_MAJOR, (byte) 'U', (byte) 'N', n, r, n));
    }

    /** Singular values, largest first, of an (m, n) matrix, which is overwritten. */
    static double[] singularValues(int m, int n, double[] a) {
        double[] values = new double[Math.min(m, n)];
        double[] none = new double[1];
        check("dgesdd", openblas.LAPACKE_dgesdd(COLUMN_MAJOR, (byte) 'N', m, n, a, m, values, none, 1, none, 1));
        return values;
    }

    /** min |A z - b| for an (m, n) matrix of full column rank, both overwritten; z is the start of b. */
    static void gels(int m, int n, double[] a, double[] b) {
        check("dgels", openblas.LAPACKE_dgels(COLUMN_MAJOR, (byte) 'N', m, n, 1, a, m, b, m));
    }

    /**
     * Eigenvalues, least first, and eigenvectors, column by column in z, of a symmetric tridiagonal (n, n) matrix.
     *
     * @param diagonal overwritten by the eigenvalues
     * @param beside it, n - 1 elements; overwritten
     * @param z (n, n), overwritten
     */
    static void stev(int n, double[] diagonal, double[] beside, double[] z) {
        check("dstev", openblas.LAPACKE_dstev(COLUMN_MAJOR, (byte) 'V', n, diagonal, beside, z, n));
    }

    private static void check(String routine, int info) {
        if (info != 0) {
            throw new ArithmeticException(routine + " failed with " + info);
        }
    }
}
