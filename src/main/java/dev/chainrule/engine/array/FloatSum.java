package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums over lanes, each element widened to double first: two running sums of as many doubles as fill a vector, added in a fixed order
 * at the end. What does not fill two vectors is added last, one by one. Written without helper methods in the loops: see
 * {@link FloatArithmetic}.
 */
final class FloatSum implements SumKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = WIDE.length();
    private static final int STEP = 2 * LANES;

    /** As many floats as a vector holds doubles. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(WIDE.vectorBitSize() / 2));

    private static final VectorSpecies<Float> FULL = FloatVector.SPECIES_PREFERRED;
    private static final long BYTES = Float.BYTES;
    private static final long NEXT = BYTES * LANES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarSum SCALAR = new ScalarSum(Numbers.FLOAT);

    @Override
    public double sum(long a, int n) {
        DoubleVector even = DoubleVector.zero(WIDE);
        DoubleVector odd = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - STEP; i += STEP) {
            FloatVector s = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i, ORDER);
            FloatVector t = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i + NEXT, ORDER);
            even = even.add(s.convertShape(VectorOperators.F2D, WIDE, 0));
            odd = odd.add(t.convertShape(VectorOperators.F2D, WIDE, 0));
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
        for (; i <= n - STEP; i += STEP) {
            FloatVector s = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i, ORDER);
            FloatVector t = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i + NEXT, ORDER);
            even = even.add(s.abs().convertShape(VectorOperators.F2D, WIDE, 0));
            odd = odd.add(t.abs().convertShape(VectorOperators.F2D, WIDE, 0));
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sumOfAbs(a + BYTES * i, n - i);
    }

    /** Four running sums: a chain of one waits for itself, four cycles an addition. */
    @Override
    public double sumOfSquares(long a, int n) {
        DoubleVector first = DoubleVector.zero(WIDE);
        DoubleVector second = DoubleVector.zero(WIDE);
        DoubleVector third = DoubleVector.zero(WIDE);
        DoubleVector fourth = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            FloatVector p = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i, ORDER);
            FloatVector q = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i + NEXT, ORDER);
            FloatVector r = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i + 2 * NEXT, ORDER);
            FloatVector s = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i + 3 * NEXT, ORDER);
            DoubleVector t = (DoubleVector) p.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector u = (DoubleVector) q.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector v = (DoubleVector) r.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector w = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            first = t.fma(t, first);
            second = u.fma(u, second);
            third = v.fma(v, third);
            fourth = w.fma(w, fourth);
        }
        for (; i <= n - LANES; i += LANES) {
            FloatVector p = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i, ORDER);
            DoubleVector t = (DoubleVector) p.convertShape(VectorOperators.F2D, WIDE, 0);
            first = t.fma(t, first);
        }
        double[] lanes = WideSum.lanes();
        first.add(second).add(third.add(fourth)).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.sumOfSquares(a + BYTES * i, n - i);
    }

    @Override
    public double squaredDistance(long a, long b, int n) {
        DoubleVector sum = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i, ORDER);
            FloatVector t = FloatVector.fromMemorySegment(HALF, ALL, b + BYTES * i, ORDER);
            DoubleVector d = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector e = d.sub(t.convertShape(VectorOperators.F2D, WIDE, 0));
            sum = e.fma(e, sum);
        }
        double[] lanes = WideSum.lanes();
        sum.intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.squaredDistance(a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public double dot(long a, long b, int n) {
        DoubleVector even = DoubleVector.zero(WIDE);
        DoubleVector odd = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - STEP; i += STEP) {
            FloatVector s = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i, ORDER);
            FloatVector t = FloatVector.fromMemorySegment(HALF, ALL, b + BYTES * i, ORDER);
            FloatVector u = FloatVector.fromMemorySegment(HALF, ALL, a + BYTES * i + NEXT, ORDER);
            FloatVector v = FloatVector.fromMemorySegment(HALF, ALL, b + BYTES * i + NEXT, ORDER);
            DoubleVector x = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector y = (DoubleVector) u.convertShape(VectorOperators.F2D, WIDE, 0);
            even = x.fma((DoubleVector) t.convertShape(VectorOperators.F2D, WIDE, 0), even);
            odd = y.fma((DoubleVector) v.convertShape(VectorOperators.F2D, WIDE, 0), odd);
        }
        double[] lanes = WideSum.lanes();
        even.add(odd).intoArray(lanes, 0);
        return WideSum.of(lanes) + SCALAR.dot(a + BYTES * i, b + BYTES * i, n - i);
    }

    @Override
    public double max(long a, int n) {
        FloatVector most = FloatVector.broadcast(FULL, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - FULL.length(); i += FULL.length()) {
            most = most.max(FloatVector.fromMemorySegment(FULL, ALL, a + BYTES * i, ORDER));
        }
        return Math.max(most.reduceLanes(VectorOperators.MAX), SCALAR.max(a + BYTES * i, n - i));
    }

    @Override
    public double min(long a, int n) {
        FloatVector least = FloatVector.broadcast(FULL, Float.POSITIVE_INFINITY);
        int i = 0;
        for (; i <= n - FULL.length(); i += FULL.length()) {
            least = least.min(FloatVector.fromMemorySegment(FULL, ALL, a + BYTES * i, ORDER));
        }
        return Math.min(least.reduceLanes(VectorOperators.MIN), SCALAR.min(a + BYTES * i, n - i));
    }

    @Override
    public double maxAbs(long a, int n) {
        FloatVector most = FloatVector.zero(FULL);
        int i = 0;
        for (; i <= n - FULL.length(); i += FULL.length()) {
            most = most.max(FloatVector.fromMemorySegment(FULL, ALL, a + BYTES * i, ORDER)
                    .abs());
        }
        return Math.max(most.reduceLanes(VectorOperators.MAX), SCALAR.maxAbs(a + BYTES * i, n - i));
    }

    @Override
    public long countZeros(long a, int n) {
        long count = 0;
        int i = 0;
        for (; i <= n - FULL.length(); i += FULL.length()) {
            FloatVector s = FloatVector.fromMemorySegment(FULL, ALL, a + BYTES * i, ORDER);
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
        for (; i <= n - FULL.length(); i += FULL.length()) {
            FloatVector s = FloatVector.fromMemorySegment(FULL, ALL, a + BYTES * i, ORDER);
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
