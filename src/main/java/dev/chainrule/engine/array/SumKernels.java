package dev.chainrule.engine.array;

/**
 * Loops that make one number of n. Sums are taken in double, in an order that depends on n alone, so that the same
 * numbers give the same bits each time. NaN in, NaN out.
 */
interface SumKernels {

    /** sum a_i. */
    double sum(long a, long n);

    /** sum |a_i|. */
    double sumOfAbs(long a, long n);

    /** sum a_i^2. */
    double sumOfSquares(long a, long n);

    /** sum (a_i - b_i)^2. */
    double squaredDistance(long a, long b, long n);

    /** sum a_i b_i. */
    double dot(long a, long b, long n);

    /** max a_i; -infinity where n = 0. */
    double max(long a, long n);

    /** min a_i; infinity where n = 0. */
    double min(long a, long n);

    /** max |a_i|; 0 where n = 0. */
    double maxAbs(long a, long n);

    /** How many elements are exactly 0. */
    long countZeros(long a, long n);

    /** How many |a_i| > bound. */
    long countAbove(long a, long n, double bound);

    /** Whether no element is NaN or infinite. */
    boolean allFinite(long a, long n);

    /** counts[k] += how many a_i lie in the k-th of equal bins over [low, high]; those outside, and NaN, are in none. */
    void histogram(long a, long n, double low, double high, long[] counts);

    /**
     * y = sigmoid(a) and the sum of -(t log y + (1 - t) log(1 - y)), computed from a so that it never overflows.
     *
     * @param y written; may be a
     * @param t targets
     */
    double sigmoidCrossEntropy(long y, long a, long t, long n);
}
