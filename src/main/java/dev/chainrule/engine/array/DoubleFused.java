package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Updates over lanes, taken off theta at once. What does not fill a vector is left to the plain loop. Written without helper methods in the
 * loops: see {@link FloatArithmetic}; vectors meet vectors only: see {@link FloatUpdate}.
 */
final class DoubleFused implements FusedKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = WIDE.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarFused SCALAR = new ScalarFused(Numbers.DOUBLE);

    @Override
    public void takeScaled(long g, long[] at, int from, int to, double[] c, double[] sums) {
        DoubleVector rate = DoubleVector.broadcast(WIDE, c[0]);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(WIDE, ALL, g + BYTES * i, ORDER);
            DoubleVector update = s.mul(rate);
            DoubleVector before = DoubleVector.fromMemorySegment(WIDE, ALL, at[0] + BYTES * i, ORDER);
            DoubleVector after = before.sub(update);
            after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
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
        DoubleVector keep = DoubleVector.broadcast(WIDE, c[0]);
        DoubleVector add = DoubleVector.broadcast(WIDE, c[1]);
        DoubleVector direct = DoubleVector.broadcast(WIDE, c[2]);
        DoubleVector through = DoubleVector.broadcast(WIDE, c[3]);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(WIDE, ALL, g + BYTES * i, ORDER);
            DoubleVector old = DoubleVector.fromMemorySegment(WIDE, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector velocity = old.fma(keep, s.mul(add));
            velocity.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            DoubleVector update = velocity.fma(through, s.mul(direct));
            DoubleVector before = DoubleVector.fromMemorySegment(WIDE, ALL, at[0] + BYTES * i, ORDER);
            DoubleVector after = before.sub(update);
            after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
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
        DoubleVector through = DoubleVector.broadcast(WIDE, c[0]);
        DoubleVector direct = DoubleVector.broadcast(WIDE, c[1]);
        DoubleVector beta1 = DoubleVector.broadcast(WIDE, c[2]);
        DoubleVector rest1 = DoubleVector.broadcast(WIDE, 1 - c[2]);
        DoubleVector beta2 = DoubleVector.broadcast(WIDE, c[3]);
        DoubleVector rest2 = DoubleVector.broadcast(WIDE, 1 - c[3]);
        DoubleVector epsilon = DoubleVector.broadcast(WIDE, c[4]);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(WIDE, ALL, g + BYTES * i, ORDER);
            DoubleVector m = DoubleVector.fromMemorySegment(WIDE, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector v = DoubleVector.fromMemorySegment(WIDE, ALL, at[2] + BYTES * i, ORDER);
            DoubleVector mean = m.fma(beta1, s.mul(rest1));
            DoubleVector square = v.fma(beta2, s.mul(s).mul(rest2));
            mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            square.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            DoubleVector update =
                    mean.fma(through, s.mul(direct)).div(square.sqrt().add(epsilon));
            DoubleVector before = DoubleVector.fromMemorySegment(WIDE, ALL, at[0] + BYTES * i, ORDER);
            DoubleVector after = before.sub(update);
            after.intoMemorySegment(ALL, at[0] + BYTES * i, ORDER);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        sums[0] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[1] += WideSum.of(lanes);
        SCALAR.takeAdam(g, at, i, to, c, sums);
    }
}
