package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Updates over lanes, taken off theta at once. Squares are added as floats, {@link #BLOCK} parameters at a time, and the blocks' sums
 * in double; where floats may have been too small or too large for that, the plain loop adds them once more. What does not fill a
 * vector is left to the plain loop. Written without helper methods in the loops: see {@link FloatArithmetic}; vectors meet vectors
 * only, and floats have one width only: see {@link FloatUpdate}.
 */
final class FloatFused implements FusedKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Brings the upper half of a vector down: as many floats as a vector holds doubles. */
    private static final VectorShuffle<Float> UPPER = VectorShuffle.iota(S, WIDE.length(), 1, true);

    private static final int LANES = S.length();

    /** So many squares in one lane's sum that its error stays in the last digits of a float: 32 of 16 lanes. */
    private static final int BLOCK = 512;

    /** A mean square under this is near the floats' smallest numbers (1.4e-45), where digits go. */
    private static final double LEAST = 1e-36;

    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarFused SCALAR = new ScalarFused(Numbers.FLOAT);

    @Override
    public void takeScaled(long g, long[] at, int from, int to, double[] c, double[] sums) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int whole = to - (to - from) % LANES;
        int i = from;
        while (i < whole) {
            FloatVector t = FloatVector.zero(S);
            FloatVector u = FloatVector.zero(S);
            for (int end = Math.min(whole, i + BLOCK); i < end; i += LANES) {
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
                FloatVector update = s.mul(rate);
                FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[0] + BYTES * i, ORDER);
                FloatVector after = before.sub(update);
                after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
                t = after.fma(after, t);
                u = update.fma(update, u);
            }
            thetas = ((DoubleVector) t.convertShape(VectorOperators.F2D, WIDE, 0)).add(thetas);
            thetas = ((DoubleVector) t.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(thetas);
            updates = ((DoubleVector) u.convertShape(VectorOperators.F2D, WIDE, 0)).add(updates);
            updates = ((DoubleVector) u.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(updates);
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        double theta = WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        if (!add(theta, WideSum.of(lanes), i - from, sums)) {
            SCALAR.scaledSquares(g, at, from, i, c, sums);
        }
        SCALAR.takeScaled(g, at, i, to, c, sums);
    }

    @Override
    public void takeMomentum(long g, long[] at, int from, int to, double[] c, double[] sums) {
        FloatVector keep = FloatVector.broadcast(S, (float) c[0]);
        FloatVector add = FloatVector.broadcast(S, (float) c[1]);
        FloatVector direct = FloatVector.broadcast(S, (float) c[2]);
        FloatVector through = FloatVector.broadcast(S, (float) c[3]);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int whole = to - (to - from) % LANES;
        int i = from;
        while (i < whole) {
            FloatVector t = FloatVector.zero(S);
            FloatVector u = FloatVector.zero(S);
            for (int end = Math.min(whole, i + BLOCK); i < end; i += LANES) {
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
                FloatVector old = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
                FloatVector velocity = old.fma(keep, s.mul(add));
                velocity.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
                FloatVector update = velocity.fma(through, s.mul(direct));
                FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[0] + BYTES * i, ORDER);
                FloatVector after = before.sub(update);
                after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
                t = after.fma(after, t);
                u = update.fma(update, u);
            }
            thetas = ((DoubleVector) t.convertShape(VectorOperators.F2D, WIDE, 0)).add(thetas);
            thetas = ((DoubleVector) t.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(thetas);
            updates = ((DoubleVector) u.convertShape(VectorOperators.F2D, WIDE, 0)).add(updates);
            updates = ((DoubleVector) u.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(updates);
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        double theta = WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        if (!add(theta, WideSum.of(lanes), i - from, sums)) {
            SCALAR.momentumSquares(g, at, from, i, c, sums);
        }
        SCALAR.takeMomentum(g, at, i, to, c, sums);
    }

    @Override
    public void takeAdam(long g, long[] at, int from, int to, double[] c, double[] sums) {
        FloatVector through = FloatVector.broadcast(S, (float) c[0]);
        FloatVector direct = FloatVector.broadcast(S, (float) c[1]);
        FloatVector beta1 = FloatVector.broadcast(S, (float) c[2]);
        FloatVector rest1 = FloatVector.broadcast(S, (float) (1 - c[2]));
        FloatVector beta2 = FloatVector.broadcast(S, (float) c[3]);
        FloatVector rest2 = FloatVector.broadcast(S, (float) (1 - c[3]));
        FloatVector epsilon = FloatVector.broadcast(S, (float) c[4]);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int whole = to - (to - from) % LANES;
        int i = from;
        while (i < whole) {
            FloatVector t = FloatVector.zero(S);
            FloatVector u = FloatVector.zero(S);
            for (int end = Math.min(whole, i + BLOCK); i < end; i += LANES) {
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
                FloatVector m = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
                FloatVector v = FloatVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
                FloatVector mean = m.fma(beta1, s.mul(rest1));
                FloatVector square = v.fma(beta2, s.mul(s).mul(rest2));
                mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
                square.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
                FloatVector update =
                        mean.fma(through, s.mul(direct)).div(square.sqrt().add(epsilon));
                FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[0] + BYTES * i, ORDER);
                FloatVector after = before.sub(update);
                after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
                t = after.fma(after, t);
                u = update.fma(update, u);
            }
            thetas = ((DoubleVector) t.convertShape(VectorOperators.F2D, WIDE, 0)).add(thetas);
            thetas = ((DoubleVector) t.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(thetas);
            updates = ((DoubleVector) u.convertShape(VectorOperators.F2D, WIDE, 0)).add(updates);
            updates = ((DoubleVector) u.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(updates);
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        double theta = WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        if (!add(theta, WideSum.of(lanes), i - from, sums)) {
            SCALAR.adamSquares(g, at, from, i, c, sums);
        }
        SCALAR.takeAdam(g, at, i, to, c, sums);
    }

    /** Adds the sums of n squares each; false, and nothing is added, where they may have lost some. */
    private static boolean add(double theta, double update, int n, double[] sums) {
        if (lost(theta, n) || lost(update, n)) {
            return false;
        }
        sums[0] += theta;
        sums[1] += update;
        return true;
    }

    /** Whether a sum of n squares taken in floats may have lost some to the ends of their range. */
    static boolean lost(double sum, int n) {
        return !(sum > n * LEAST && sum < Double.POSITIVE_INFINITY);
    }
}
