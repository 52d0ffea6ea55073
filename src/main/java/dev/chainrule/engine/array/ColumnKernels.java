package dev.chainrule.engine.array;

/** Loops over the columns of a (rows, columns) matrix. The address written is first; it may equal the matrix read. */
interface ColumnKernels {

    /** a = a + b 1'. */
    void addColumn(long a, long b, int rows, int columns);

    /** y = y + g 1: the sum of each row, added. */
    void addRowSums(long y, long g, int rows, int columns);

    /** y_j = sum over i of a_ij. */
    void columnSums(long y, long a, int rows, int columns);

    /** y_ij = e^(a_ij) / sum over i of e^(a_ij); each column's maximum is taken off first, so it never overflows. */
    void softmax(long y, long a, int rows, int columns);

    /** y_j = log of sum over i of e^(a_ij). */
    void logSumExp(long y, long a, int rows, int columns);

    /** y = softmax(a) and the sum over columns of -sum over i of t_ij log y_ij, computed from a so that it never overflows. */
    double softmaxCrossEntropy(long y, long a, long t, int rows, int columns);

    /** best[j] = first row of column j's largest element, -1 where the column holds a NaN. */
    void argmax(int[] best, long a, int rows, int columns);

    /** In how many columns the largest elements of a and of b stand in the same (first) row; a column that holds a NaN matches nothing. */
    int agreements(long a, long b, int rows, int columns);

    /** Columns of y = columns at indices[from], …, indices[from + columns - 1] of a. */
    void gather(long y, long a, int rows, int[] indices, int from, int columns);
}
