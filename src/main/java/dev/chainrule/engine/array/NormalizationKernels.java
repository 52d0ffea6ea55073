package dev.chainrule.engine.array;

/**
 * Loops that bring each row, or each column, of a (rows, columns) matrix to mean 0 and variance 1, and back. The addresses written
 * come first; y may equal the matrix read.
 */
interface NormalizationKernels {

    /** u_i = mean of row i of g, t_i = mean of (g_ij - u_i)^2. */
    void rowMoments(long u, long t, long g, int rows, int columns);

    /** y_ij = (a_ij - u_i) t_i. */
    void centerRows(long y, long a, long u, long t, int rows, int columns);

    /** y_ij = t_i (g_ij - mean of row i of g - h_ij mean of row i of g * h). */
    void projectRows(long y, long g, long h, long t, int rows, int columns);

    /** y_ij = a_ij b_i. */
    void multiplyRows(long y, long a, long b, int rows, int columns);

    /** y_i = y_i + sum over j of g_ij h_ij. */
    void addRowProducts(long y, long g, long h, int rows, int columns);

    /** y = column j of g less its mean, times t_j, where t_j = 1 / sqrt(mean of the squares of that + c), which is written too. */
    void standardizeColumns(long y, long t, long g, int rows, int columns, double c);

    /** y_ij = t_j (g_ij - mean of column j of g - h_ij mean of column j of g * h). */
    void projectColumns(long y, long g, long h, long t, int rows, int columns);
}
