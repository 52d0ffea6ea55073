package dev.chainrule.engine.array;

/**
 * Loops that make one number of n. Sums are taken in double, in an order that depends on n alone, so that the same
 * numbers give the same bits each time. NaN in, NaN out.
 */
interface SumKernels {

    /** sum a_i. */
    double sum(long a, int n);

    /** sum |a_i|. */
    double sumOfAbs(long a, int n);

    /** sum a_i^2. */
    double sumOfSquares(long a, int n);

    /** The same to about the last digit of the number type: for norms that are shown, not for what is left of a difference. */
    double squaredNorm(long a, int n);

    /** sum (a_i - b_i)^2. */
    double squaredDistance(long a, long b, int n);

    /** sum a_i b_i. */
    double dot(long a, long b, int n);

    /** max a_i; -infinity where n = 0. */
    double max(long a, int n);

    /** min a_i; infinity where n = 0. */
    double min(long a, int n);

    /** max |a_i|; 0 where n = 0. */
    double maxAbs(long a, int n);

    /** How many elements are exactly 0. */
    long countZeros(long a, int n);

    /** How many |a_i| > bound. */
    long countAbove(long a, int n, double bound);

    /** Whether no element is NaN or infinite. */
    boolean allFinite(long a, int n);

    /** counts[k] += how many a_i lie in the k-th of equal bins over [low, high]; those outside, and NaN, are in none. */
    void histogram(long a, int n, double low, double high, long[] counts);
}
