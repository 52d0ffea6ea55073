package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Updates over lanes, taken off theta at once; squares are taken in double, half a vector of floats after the other. What does not fill
 * a vector is left to the plain loop. Written without helper methods in the loops: see {@link FloatArithmetic}; vectors meet vectors
 * only, and floats have one width only: see {@link FloatUpdate}.
 */
final class FloatFused implements FusedKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Brings the upper half of a vector down: as many floats as a vector holds doubles. */
    private static final VectorShuffle<Float> UPPER = VectorShuffle.iota(S, WIDE.length(), 1, true);

    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarFused SCALAR = new ScalarFused(Numbers.FLOAT);

    @Override
    public void takeScaled(long g, long[] at, int from, int to, double[] c, double[] sums) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector update = s.mul(rate);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[0] + BYTES * i, ORDER);
            FloatVector after = before.sub(update);
            after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
            DoubleVector t = (DoubleVector) after.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector tt = (DoubleVector) after.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector d = (DoubleVector) update.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector dd = (DoubleVector) update.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            thetas = tt.fma(tt, t.fma(t, thetas));
            updates = dd.fma(dd, d.fma(d, updates));
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        sums[0] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[1] += WideSum.of(lanes);
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
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector old = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector velocity = old.fma(keep, s.mul(add));
            velocity.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            FloatVector update = velocity.fma(through, s.mul(direct));
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[0] + BYTES * i, ORDER);
            FloatVector after = before.sub(update);
            after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
            DoubleVector t = (DoubleVector) after.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector tt = (DoubleVector) after.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector d = (DoubleVector) update.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector dd = (DoubleVector) update.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            thetas = tt.fma(tt, t.fma(t, thetas));
            updates = dd.fma(dd, d.fma(d, updates));
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        sums[0] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[1] += WideSum.of(lanes);
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
        int i = from;
        for (; i <= to - LANES; i += LANES) {
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
            DoubleVector t = (DoubleVector) after.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector tt = (DoubleVector) after.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector d = (DoubleVector) update.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector dd = (DoubleVector) update.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0);
            thetas = tt.fma(tt, t.fma(t, thetas));
            updates = dd.fma(dd, d.fma(d, updates));
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        sums[0] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[1] += WideSum.of(lanes);
        SCALAR.takeAdam(g, at, i, to, c, sums);
    }
}
