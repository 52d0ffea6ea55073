package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over lanes, each element widened to double first (but see {@link #squaredNorm}): two running sums of as many doubles as fill a vector, added in a fixed order
 * at the end. What does not fill a vector of floats is added last, one by one. Written without helper methods in the loops: see
 * {@link FloatArithmetic}.
 */
final class FloatSum implements SumKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Brings the upper half of a vector down: as many floats as a vector holds doubles. */
    private static final VectorShuffle<Float> UPPER = VectorShuffle.iota(S, WIDE.length(), 1, true);

    private static final int LANES = S.length();

    /** Squares in one block: 16 of 16 lanes in each running sum. */
    private static final int BLOCK = 1024;

    private static final long BYTES = Float.BYTES;
    private static final long NEXT = BYTES * LANES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarSum SCALAR = new ScalarSum(Numbers.FLOAT);

    @Override
    public double sum(long a, int n) {
        DoubleVector even = DoubleVector.zero(WIDE);
        DoubleVector odd = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            even = ((DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0)).add(even);
            odd = ((DoubleVector) s.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sum(a + BYTES * i, n - i);
    }

    @Override
    public double sumOfAbs(long a, int n) {
        DoubleVector even = DoubleVector.zero(WIDE);
        DoubleVector odd = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s =
                    FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER).abs();
            even = ((DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0)).add(even);
            odd = ((DoubleVector) s.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sumOfAbs(a + BYTES * i, n - i);
    }

    /** In floats, {@link #BLOCK} at a time in four running sums a lane, and the blocks in double; in double where that may lose digits. */
    @Override
    public double squaredNorm(long a, int n) {
        if (n < 4 * LANES) {
            return sumOfSquares(a, n);
        }
        DoubleVector sum = DoubleVector.zero(WIDE);
        int whole = n - n % (4 * LANES);
        int i = 0;
        while (i < whole) {
            FloatVector first = FloatVector.zero(S);
            FloatVector second = FloatVector.zero(S);
            FloatVector third = FloatVector.zero(S);
            FloatVector fourth = FloatVector.zero(S);
            for (int end = Math.min(whole, i + BLOCK); i < end; i += 4 * LANES) {
                FloatVector p = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
                FloatVector q = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i + NEXT, ORDER);
                FloatVector r = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i + 2 * NEXT, ORDER);
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i + 3 * NEXT, ORDER);
                first = p.fma(p, first);
                second = q.fma(q, second);
                third = r.fma(r, third);
                fourth = s.fma(s, fourth);
            }
            FloatVector block = first.add(second).add(third.add(fourth));
            sum = ((DoubleVector) block.convertShape(VectorOperators.F2D, WIDE, 0)).add(sum);
            sum = ((DoubleVector) block.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(sum);
        }
        double[] lanes = WideSum.lanes();
        sum.intoArray(lanes, 0);
        double upTo = WideSum.of(lanes);
        if (FloatFused.lost(upTo, i)) {
            return sumOfSquares(a, n);
        }
        return i == n ? upTo : upTo + sumOfSquares(a + BYTES * i, n - i);
    }

    /** Four running sums: a chain of one waits for itself, four cycles an addition. */
    @Override
    public double sumOfSquares(long a, int n) {
        DoubleVector first = DoubleVector.zero(WIDE);
        DoubleVector second = DoubleVector.zero(WIDE);
        DoubleVector third = DoubleVector.zero(WIDE);
        DoubleVector fourth = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector p = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            FloatVector q = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i + NEXT, ORDER);
            DoubleVector t = (DoubleVector) p.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector u = (DoubleVector) p.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector v = (DoubleVector) q.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector w = (DoubleVector) q.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            first = t.fma(t, first);
            second = u.fma(u, second);
            third = v.fma(v, third);
            fourth = w.fma(w, fourth);
        }
        for (; i <= n - LANES; i += LANES) {
            FloatVector p = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            DoubleVector t = (DoubleVector) p.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector u = (DoubleVector) p.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            first = t.fma(t, first);
            second = u.fma(u, second);
        }
        double[] lanes = WideSum.lanes();
        first.add(second).add(third.add(fourth)).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sumOfSquares(a + BYTES * i, n - i);
    }

    @Override
    public double squaredDistance(long a, long b, int n) {
        DoubleVector even = DoubleVector.zero(WIDE);
        DoubleVector odd = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            FloatVector t = FloatVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            DoubleVector u = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector v = (DoubleVector) s.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector d = u.sub(t.convertShape(VectorOperators.F2D, WIDE, 0));
            DoubleVector e = v.sub(t.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0));
            even = d.fma(d, even);
            odd = e.fma(e, odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.squaredDistance(a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public double dot(long a, long b, int n) {
        DoubleVector even = DoubleVector.zero(WIDE);
        DoubleVector odd = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            FloatVector t = FloatVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER);
            DoubleVector x = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector y = (DoubleVector) s.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            even = x.fma((DoubleVector) t.convertShape(VectorOperators.F2D, WIDE, 0), even);
            odd = y.fma((DoubleVector) t.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0), odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.dot(a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public double max(long a, int n) {
        FloatVector most = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            most = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER).max(most);
        }
        return Math.max(most.reduceLanes(VectorOperators.MAX), SCALAR.max(a + BYTES * i, n - i));
    }

    @Override
    public double min(long a, int n) {
        FloatVector least = FloatVector.broadcast(S, Float.POSITIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            least = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER).min(least);
        }
        return Math.min(least.reduceLanes(VectorOperators.MIN), SCALAR.min(a + BYTES * i, n - i));
    }

    @Override
    public double maxAbs(long a, int n) {
        FloatVector most = FloatVector.zero(S);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            most = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER)
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
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            count += s.eq(0).trueCount();
        }
        return count + SCALAR.countZeros(a + BYTES * i, n - i);
    }

    @Override
    public long countAbove(long a, int n, double bound) {
        // The largest float that is not above the bound: compared with it, floats answer as doubles would.
        float b = (float) bound;
        float least = b > bound ? Math.nextDown(b) : b;
        long count = 0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            count += s.abs().compare(VectorOperators.GT, least).trueCount();
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
