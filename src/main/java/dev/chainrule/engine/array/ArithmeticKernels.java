package dev.chainrule.engine.array;

/**
 * Loops of arithmetic, element by element over n numbers. Arguments are addresses, the one written first; it may equal any other.
 * IEEE 754 throughout: NaN in, NaN out.
 */
interface ArithmeticKernels {

    /** y = c. */
    void fill(long y, int n, double c);

    /** y = a; the ranges do not overlap, or are one. */
    void copy(long y, long a, int n);

    /** y = c y. */
    void scale(long y, int n, double c);

    /** y = y + c. */
    void shift(long y, int n, double c);

    /** y = y + c a. */
    void axpy(long y, long a, int n, double c);

    /** y = y + c sign(a). */
    void addSign(long y, long a, int n, double c);

    /** y = min(max(a, low), high). */
    void clamp(long y, long a, int n, double low, double high);

    /** y = a + b. */
    void add(long y, long a, long b, int n);

    /** y = a - b. */
    void subtract(long y, long a, long b, int n);

    /** y = a b. */
    void multiply(long y, long a, long b, int n);

    /** y = a / b. */
    void divide(long y, long a, long b, int n);

    /** y = max(a, b). */
    void max(long y, long a, long b, int n);

    /** y = min(a, b). */
    void min(long y, long a, long b, int n);

    /** y = scale times the unsigned bytes at an address. */
    void bytes(long y, long bytes, int n, double scale);
}
