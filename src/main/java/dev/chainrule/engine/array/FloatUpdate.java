package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Updates over lanes. What does not fill a vector is left to the plain loop. Written without helper methods in the loops: see
 * {@link FloatArithmetic}. {@link #take} squares in double, half a vector of floats after the other.
 *
 * <p>Floats are in vectors of one width, here and in every class beside this: where the JDK's own methods have met two, C2 compiles both
 * ways into each loop by their profile, and vectors become objects wherever it then gives up. Vectors meet vectors only, never plain
 * numbers: those overloads find their vector class by profile, too.
 */
final class FloatUpdate implements UpdateKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Brings the upper half of a vector down: as many floats as a vector holds doubles. */
    private static final VectorShuffle<Float> UPPER = VectorShuffle.iota(S, WIDE.length(), 1, true);

    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarUpdate SCALAR = new ScalarUpdate(Numbers.FLOAT);

    @Override
    public void scale(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            s.mul(rate).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.scale(u, g, at, i, to, c);
    }

    @Override
    public void decay(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector lambda = FloatVector.broadcast(S, (float) c[0]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector theta = FloatVector.fromMemorySegment(S, ALL, at[0] + BYTES * i, ORDER);
            theta.fma(lambda, s).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.decay(u, g, at, i, to, c);
    }

    @Override
    public void momentum(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector keep = FloatVector.broadcast(S, (float) c[0]);
        FloatVector add = FloatVector.broadcast(S, (float) c[1]);
        FloatVector direct = FloatVector.broadcast(S, (float) c[2]);
        FloatVector through = FloatVector.broadcast(S, (float) c[3]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector velocity = before.fma(keep, s.mul(add));
            velocity.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            velocity.fma(through, s.mul(direct)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.momentum(u, g, at, i, to, c);
    }

    @Override
    public void normalize(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        FloatVector keep = FloatVector.broadcast(S, (float) c[1]);
        FloatVector add = FloatVector.broadcast(S, (float) c[2]);
        FloatVector inside = FloatVector.broadcast(S, (float) c[3]);
        FloatVector outside = FloatVector.broadcast(S, (float) c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector square = before.fma(keep, s.mul(s).mul(add));
            FloatVector root = square.add(inside).sqrt().add(outside);
            square.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            s.mul(rate).div(root).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.normalize(u, g, at, i, to, c);
    }

    @Override
    public void normalizeCentered(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        FloatVector keep = FloatVector.broadcast(S, (float) c[1]);
        FloatVector add = FloatVector.broadcast(S, (float) c[2]);
        FloatVector inside = FloatVector.broadcast(S, (float) c[3]);
        FloatVector outside = FloatVector.broadcast(S, (float) c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector mean = FloatVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            FloatVector off = s.sub(mean);
            FloatVector variance = off.mul(off).fma(add, before).mul(keep);
            FloatVector root = variance.add(inside).sqrt().add(outside);
            variance.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            off.fma(add, mean).intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            s.mul(rate).div(root).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.normalizeCentered(u, g, at, i, to, c);
    }

    @Override
    public void adadelta(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        FloatVector rho = FloatVector.broadcast(S, (float) c[1]);
        FloatVector rest = FloatVector.broadcast(S, (float) (1 - c[1]));
        FloatVector epsilon = FloatVector.broadcast(S, (float) c[2]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector square = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            FloatVector after = square.fma(rho, s.mul(s).mul(rest));
            FloatVector ratio = before.add(epsilon).div(after.add(epsilon));
            FloatVector delta = ratio.sqrt().mul(s);
            after.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            before.fma(rho, delta.mul(delta).mul(rest)).intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            delta.mul(rate).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.adadelta(u, g, at, i, to, c);
    }

    @Override
    public void adam(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector through = FloatVector.broadcast(S, (float) c[0]);
        FloatVector direct = FloatVector.broadcast(S, (float) c[1]);
        FloatVector beta1 = FloatVector.broadcast(S, (float) c[2]);
        FloatVector rest1 = FloatVector.broadcast(S, (float) (1 - c[2]));
        FloatVector beta2 = FloatVector.broadcast(S, (float) c[3]);
        FloatVector rest2 = FloatVector.broadcast(S, (float) (1 - c[3]));
        FloatVector epsilon = FloatVector.broadcast(S, (float) c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector m = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector v = FloatVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            FloatVector mean = m.fma(beta1, s.mul(rest1));
            FloatVector square = v.fma(beta2, s.mul(s).mul(rest2));
            mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            square.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            FloatVector step = mean.fma(through, s.mul(direct));
            step.div(square.sqrt().add(epsilon)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.adam(u, g, at, i, to, c);
    }

    @Override
    public void amsgrad(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        FloatVector beta1 = FloatVector.broadcast(S, (float) c[1]);
        FloatVector rest1 = FloatVector.broadcast(S, (float) (1 - c[1]));
        FloatVector beta2 = FloatVector.broadcast(S, (float) c[2]);
        FloatVector rest2 = FloatVector.broadcast(S, (float) (1 - c[2]));
        FloatVector epsilon = FloatVector.broadcast(S, (float) c[3]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector m = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector v = FloatVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            FloatVector mean = m.fma(beta1, s.mul(rest1));
            FloatVector square = v.fma(beta2, s.mul(s).mul(rest2));
            mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            square.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            FloatVector top = FloatVector.fromMemorySegment(S, ALL, at[3] + BYTES * i, ORDER)
                    .max(square);
            top.intoMemorySegment(ALL, at[3] + BYTES * i, ORDER);
            mean.mul(rate).div(top.sqrt().add(epsilon)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.amsgrad(u, g, at, i, to, c);
    }

    @Override
    public void adamax(long u, long g, long[] at, int from, int to, double[] c) {
        FloatVector rate = FloatVector.broadcast(S, (float) c[0]);
        FloatVector beta1 = FloatVector.broadcast(S, (float) c[1]);
        FloatVector rest1 = FloatVector.broadcast(S, (float) (1 - c[1]));
        FloatVector beta2 = FloatVector.broadcast(S, (float) c[2]);
        FloatVector inside = FloatVector.broadcast(S, (float) c[3]);
        FloatVector outside = FloatVector.broadcast(S, (float) c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector m = FloatVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            FloatVector v = FloatVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            FloatVector mean = m.fma(beta1, s.mul(rest1));
            FloatVector most = v.mul(beta2).max(s.abs().add(inside));
            mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            most.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            mean.mul(rate).div(most.add(outside)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.adamax(u, g, at, i, to, c);
    }

    @Override
    public void take(long theta, long u, int from, int to, double[] sums) {
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector update = FloatVector.fromMemorySegment(S, ALL, u + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            FloatVector after = before.sub(update);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
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
        SCALAR.take(theta, u, i, to, sums);
    }
}
