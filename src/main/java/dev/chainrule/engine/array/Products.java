package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Blas.Operand.TRANSPOSED;

import dev.chainrule.engine.array.Blas.Operand;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Matrix products: which are computed by our own loops and which by OpenBLAS.
 *
 * <p>OpenBLAS is good at small products and at very large ones; between them, and wherever its left factor is transposed, it packs both
 * factors first, which a minibatch does not pay back. There, and where one thread computes a product, whole strips of rows go to
 * {@link ProductKernels}. What is chosen depends on shapes alone, so that a run has the same bits each time.
 */
final class Products {

    private Products() {}

    /**
     * out = op(a) op(b) + beta out.
     *
     * @param out (m, n), written; its memory is neither a's nor b's
     * @param a (m, k), or (k, m) where transposed
     * @param b (k, n), or (n, k) where transposed
     */
    static void multiply(INDArray out, Operand a, INDArray left, Operand b, INDArray right, int beta) {
        int m = Border.rows(out);
        int n = Border.columns(out);
        int k = a.columns(left);
        boolean fits = a.rows(left) == m && b.rows(right) == k && b.columns(right) == n;
        if (!fits) {
            throw new IllegalArgumentException(mismatch(out, a, left, b, right));
        }
        Border.denseLength(out);
        Border.denseLength(left);
        Border.denseLength(right);
        Border.sameType(out, left);
        Border.sameType(out, right);
        dispatch(out, a, left, b, right, beta);
        Border.keep(out, left, right);
    }

    private static String mismatch(INDArray out, Operand a, INDArray left, Operand b, INDArray right) {
        return "shapes do not chain: " + Border.describe(out) + " <- " + a.mark(left) + " times " + b.mark(right);
    }

    private static void dispatch(INDArray out, Operand a, INDArray left, Operand b, INDArray right, int beta) {
        int m = Border.rows(out);
        int n = Border.columns(out);
        int k = a.columns(left);
        long pc = Border.at(out);
        long pa = Border.at(left);
        long pb = Border.at(right);
        int lda = Border.rows(left);
        int ldb = Border.rows(right);
        DataType type = out.data().dataType();
        ProductKernels own = type == DataType.FLOAT && beta == 0 ? Kernels.FLOAT_PRODUCT : null;
        int rows = 0;
        if (own != null && Blas.threads() == 1 && own.paysOff(a == TRANSPOSED, (double) m * n * k)) {
            rows = m / own.strip() * own.strip();
            own.multiply(pc, m, rows, pa, a == TRANSPOSED, pb, b == TRANSPOSED, n, k);
        }
        if (rows < m) {
            long below = (long) rows * Border.numbers(out).bytes();
            long rest = a == TRANSPOSED ? below * lda : below;
            Blas.gemm(type, a, b, m - rows, n, k, pa + rest, lda, pb, ldb, beta, pc + below, m);
        }
    }
}
