package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over lanes: two running sums of as many doubles as fill a vector, added in a fixed order at the end. What does not fill two
 * vectors is added last, one by one. Written without helper methods in the loops: see {@link DoubleArithmetic}.
 */
final class DoubleSum implements SumKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final int STEP = 2 * LANES;
    private static final long BYTES = Double.BYTES;
    private static final long NEXT = BYTES * LANES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarSum SCALAR = new ScalarSum(Numbers.DOUBLE);

    @Override
    public double sum(long a, int n) {
        DoubleVector even = DoubleVector.zero(S);
        DoubleVector odd = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - STEP; i += STEP) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i + NEXT, ORDER);
            even = s.add(even);
            odd = t.add(odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sum(a + BYTES * i, n - i);
    }

    @Override
    public double sumOfAbs(long a, int n) {
        DoubleVector even = DoubleVector.zero(S);
        DoubleVector odd = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - STEP; i += STEP) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i + NEXT, ORDER);
            even = s.abs().add(even);
            odd = t.abs().add(odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sumOfAbs(a + BYTES * i, n - i);
    }

    /** Four running sums: a chain of one waits for itself, four cycles an addition. */
    @Override
    public double sumOfSquares(long a, int n) {
        DoubleVector first = DoubleVector.zero(S);
        DoubleVector second = DoubleVector.zero(S);
        DoubleVector third = DoubleVector.zero(S);
        DoubleVector fourth = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector u = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i + NEXT, ORDER);
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i + 2 * NEXT, ORDER);
            DoubleVector w = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i + 3 * NEXT, ORDER);
            first = t.fma(t, first);
            second = u.fma(u, second);
            third = v.fma(v, third);
            fourth = w.fma(w, fourth);
        }
        for (; i <= n - LANES; i += LANES) {
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            first = t.fma(t, first);
        }
        double[] lanes = WideSum.lanes();
        first.add(second).add(third.add(fourth)).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sumOfSquares(a + BYTES * i, n - i);
    }

    @Override
    public double squaredNorm(long a, int n) {
        return sumOfSquares(a, n);
    }

    @Override
    public double squaredDistance(long a, long b, int n) {
        DoubleVector sum = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            DoubleVector d = s;
            DoubleVector e = d.sub(t);
            sum = e.fma(e, sum);
        }
        double[] lanes = WideSum.lanes();
        sum.intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.squaredDistance(a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public double dot(long a, long b, int n) {
        DoubleVector even = DoubleVector.zero(S);
        DoubleVector odd = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - STEP; i += STEP) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            DoubleVector u = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i + NEXT, ORDER);
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i + NEXT, ORDER);
            DoubleVector x = s;
            DoubleVector y = u;
            even = x.fma(t, even);
            odd = y.fma(v, odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.dot(a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public double max(long a, int n) {
        DoubleVector most = DoubleVector.broadcast(S, Double.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            most = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER).max(most);
        }
        return Math.max(most.reduceLanes(VectorOperators.MAX), SCALAR.max(a + BYTES * i, n - i));
    }

    @Override
    public double min(long a, int n) {
        DoubleVector least = DoubleVector.broadcast(S, Double.POSITIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            least = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER).min(least);
        }
        return Math.min(least.reduceLanes(VectorOperators.MIN), SCALAR.min(a + BYTES * i, n - i));
    }

    @Override
    public double maxAbs(long a, int n) {
        DoubleVector most = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            most = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER)
                    .abs()
                    .max(most);
        }
        return Math.max(most.reduceLanes(VectorOperators.MAX), SCALAR.maxAbs(a + BYTES * i, n - i));
    }

    @Override
    public long countZeros(long a, int n) {
        long count = 0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            count += s.eq(0).trueCount();
        }
        return count + SCALAR.countZeros(a + BYTES * i, n - i);
    }

    @Override
    public long countAbove(long a, int n, double bound) {
        long count = 0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            count += s.abs().compare(VectorOperators.GT, bound).trueCount();
        }
        return count + SCALAR.countAbove(a + BYTES * i, n - i, bound);
    }

    @Override
    public boolean allFinite(long a, int n) {
        return maxAbs(a, n) < Double.POSITIVE_INFINITY;
    }

    @Override
    public void histogram(long a, int n, double low, double high, long[] counts) {
        SCALAR.histogram(a, n, low, high, counts);
    }
}
