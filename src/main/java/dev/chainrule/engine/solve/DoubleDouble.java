package dev.chainrule.engine.solve;

/**
 * Sums and products as if computed with 106 bits: a number is an unevaluated sum of two doubles (Knuth's two-sum, the fused
 * two-product, and the compensated dot product of Ogita, Rump and Oishi, 2005).
 */
final class DoubleDouble {

    /** Unit roundoff of float64. */
    static final double ROUNDOFF = 0x1p-53;

    private DoubleDouble() {}

    /** What a + b loses: (a + b) + tail = exact sum, where sum = fl(a + b). */
    static double tail(double a, double b, double sum) {
        double part = sum - a;
        return (a - (sum - part)) + (b - part);
    }

    /**
     * start - sum_j a_j (x_j + xTail_j), rounded once.
     *
     * @param at where the row starts in a
     */
    static double residual(double start, double startTail, double[] a, int at, DoubleVector x) {
        double sum = start;
        double rest = startTail;
        for (int j = 0; j < x.head.length; j++) {
            double factor = -a[at + j];
            double product = factor * x.head[j];
            double lost = Math.fma(factor, x.head[j], -product);
            double next = sum + product;
            rest += tail(sum, product, next) + lost + factor * x.tail[j];
            sum = next;
        }
        return sum + rest;
    }

    /**
     * g_j -= a_j (r + rTail) for every j, in double-double.
     *
     * @param at where the row starts in a
     */
    static void subtract(DoubleVector g, double[] a, int at, double r, double rTail) {
        double[] head = g.head;
        double[] rest = g.tail;
        for (int j = 0; j < head.length; j++) {
            double factor = -a[at + j];
            double product = factor * r;
            double lost = Math.fma(factor, r, -product);
            double old = head[j];
            double next = old + product;
            double part = next - old;
            rest[j] += (old - (next - part)) + (product - part) + lost + factor * rTail;
            head[j] = next;
        }
    }

    /** A vector of double-double numbers. */
    static final class DoubleVector {
        final double[] head;
        final double[] tail;

        DoubleVector(int length) {
            head = new double[length];
            tail = new double[length];
        }

        /** v_i += d. */
        void add(int i, double d) {
            double sum = head[i] + d;
            double rest = tail[i] + tail(head[i], d, sum);
            head[i] = sum + rest;
            tail[i] = tail(sum, rest, head[i]);
        }

        /** Rounded to a double. */
        double get(int i) {
            return head[i] + tail[i];
        }
    }
}
