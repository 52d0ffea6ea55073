package dev.chainrule.engine.array;

/** Matrix products of one number type, on column-major matrices, a strip of rows at a time. */
interface ProductKernels {

    /** What the rows of a product must be a multiple of; those left over are not computed. */
    int strip();

    /**
     * Whether a product is faster here than by OpenBLAS, both with one thread.
     *
     * @param transposeA whether the left factor is transposed
     * @param size m n k
     */
    boolean paysOff(boolean transposeA, double size);

    /**
     * The upper rows of c = op(a) op(b), (m, n) = (m, k) (k, n); each element is the sum of its k products in their order, by fused
     * multiply-add.
     *
     * @param c overwritten; its memory is neither a's nor b's
     * @param m rows of c
     * @param rows how many of them: a multiple of {@link #strip}
     * @param a (m, k), or (k, m) where transposed
     * @param b (k, n), or (n, k) where transposed
     */
    void multiply(long c, int m, int rows, long a, boolean transposeA, long b, boolean transposeB, int n, int k);
}
