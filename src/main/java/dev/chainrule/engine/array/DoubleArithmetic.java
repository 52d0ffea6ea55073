package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over lanes; what does not fill a vector is left to the plain loop, which gives the same bits.
 *
 * <p>Bodies call the vector API directly, without helper methods: C2 does not inline a helper at a call site it has seen rarely (a
 * main loop met only by short arrays, say), and a vector passed to a real call is an object, thirty times slower, for good. For the
 * same reason a number type has vectors of one width only, and what a loop sums up is an argument of its operations, never their
 * receiver: C2 knows the class of a vector just loaded or computed, but has only a profile for one that comes round the loop.
 */
final class DoubleArithmetic implements ArithmeticKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarArithmetic SCALAR = new ScalarArithmetic(Numbers.DOUBLE);

    @Override
    public void fill(long y, int n, double c) {
        DoubleVector value = DoubleVector.broadcast(S, (double) c);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            value.intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.fill(y + BYTES * i, n - i, c);
    }

    @Override
    public void copy(long y, long a, int n) {
        SCALAR.copy(y, a, n);
    }

    @Override
    public void scale(long y, int n, double c) {
        double factor = (double) c;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER);
            v.mul(factor).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.scale(y + BYTES * i, n - i, c);
    }

    @Override
    public void shift(long y, int n, double c) {
        double summand = (double) c;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER);
            v.add(summand).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.shift(y + BYTES * i, n - i, c);
    }

    @Override
    public void axpy(long y, long a, int n, double c) {
        DoubleVector factor = DoubleVector.broadcast(S, (double) c);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.fma(factor, v).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.axpy(y + BYTES * i, a + BYTES * i, n - i, c);
    }

    @Override
    public void addSign(long y, long a, int n, double c) {
        double factor = (double) c;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector sign = s.blend(1, s.compare(VectorOperators.GT, 0)).blend(-1, s.lt(0));
            v.add(sign.mul(factor)).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.addSign(y + BYTES * i, a + BYTES * i, n - i, c);
    }

    @Override
    public void clamp(long y, long a, int n, double low, double high) {
        double least = (double) low;
        double most = (double) high;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.max(least).min(most).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.clamp(y + BYTES * i, a + BYTES * i, n - i, low, high);
    }

    @Override
    public void add(long y, long a, long b, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            s.add(t).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.add(y + BYTES * i, a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public void subtract(long y, long a, long b, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            s.sub(t).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.subtract(y + BYTES * i, a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public void multiply(long y, long a, long b, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            s.mul(t).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.multiply(y + BYTES * i, a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public void divide(long y, long a, long b, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            s.div(t).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.divide(y + BYTES * i, a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public void max(long y, long a, long b, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            s.max(t).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.max(y + BYTES * i, a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public void min(long y, long a, long b, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            s.min(t).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.min(y + BYTES * i, a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public void bytes(long y, long bytes, int n, double scale) {
        SCALAR.bytes(y, bytes, n, scale);
    }
}
