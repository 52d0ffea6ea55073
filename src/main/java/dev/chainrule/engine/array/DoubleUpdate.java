package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Updates over lanes. What does not fill a vector is left to the plain loop. Written without helper methods in the loops: see {@link DoubleArithmetic}. */
final class DoubleUpdate implements UpdateKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarUpdate SCALAR = new ScalarUpdate(Numbers.DOUBLE);

    @Override
    public void scale(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector rate = DoubleVector.broadcast(S, c[0]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            s.mul(rate).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.scale(u, g, at, i, to, c);
    }

    @Override
    public void decay(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector lambda = DoubleVector.broadcast(S, c[0]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector theta = DoubleVector.fromMemorySegment(S, ALL, at[0] + BYTES * i, ORDER);
            theta.fma(lambda, s).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.decay(u, g, at, i, to, c);
    }

    @Override
    public void momentum(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector keep = DoubleVector.broadcast(S, c[0]);
        DoubleVector add = DoubleVector.broadcast(S, c[1]);
        DoubleVector direct = DoubleVector.broadcast(S, c[2]);
        DoubleVector through = DoubleVector.broadcast(S, c[3]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector velocity = before.fma(keep, s.mul(add));
            velocity.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            velocity.fma(through, s.mul(direct)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.momentum(u, g, at, i, to, c);
    }

    @Override
    public void normalize(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector rate = DoubleVector.broadcast(S, c[0]);
        DoubleVector keep = DoubleVector.broadcast(S, c[1]);
        DoubleVector add = DoubleVector.broadcast(S, c[2]);
        DoubleVector inside = DoubleVector.broadcast(S, c[3]);
        DoubleVector outside = DoubleVector.broadcast(S, c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector square = before.fma(keep, s.mul(s).mul(add));
            DoubleVector root = square.add(inside).sqrt().add(outside);
            square.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            s.mul(rate).div(root).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.normalize(u, g, at, i, to, c);
    }

    @Override
    public void normalizeCentered(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector rate = DoubleVector.broadcast(S, c[0]);
        DoubleVector keep = DoubleVector.broadcast(S, c[1]);
        DoubleVector add = DoubleVector.broadcast(S, c[2]);
        DoubleVector inside = DoubleVector.broadcast(S, c[3]);
        DoubleVector outside = DoubleVector.broadcast(S, c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector mean = DoubleVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            DoubleVector off = s.sub(mean);
            DoubleVector variance = off.mul(off).fma(add, before).mul(keep);
            DoubleVector root = variance.add(inside).sqrt().add(outside);
            variance.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            off.fma(add, mean).intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            s.mul(rate).div(root).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.normalizeCentered(u, g, at, i, to, c);
    }

    @Override
    public void adadelta(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector rate = DoubleVector.broadcast(S, c[0]);
        DoubleVector rho = DoubleVector.broadcast(S, c[1]);
        DoubleVector rest = DoubleVector.broadcast(S, 1 - c[1]);
        DoubleVector epsilon = DoubleVector.broadcast(S, c[2]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector square = DoubleVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            DoubleVector after = square.fma(rho, s.mul(s).mul(rest));
            DoubleVector ratio = before.add(epsilon).div(after.add(epsilon));
            DoubleVector delta = ratio.sqrt().mul(s);
            after.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            before.fma(rho, delta.mul(delta).mul(rest)).intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            delta.mul(rate).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.adadelta(u, g, at, i, to, c);
    }

    @Override
    public void adam(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector through = DoubleVector.broadcast(S, c[0]);
        DoubleVector direct = DoubleVector.broadcast(S, c[1]);
        DoubleVector beta1 = DoubleVector.broadcast(S, c[2]);
        DoubleVector rest1 = DoubleVector.broadcast(S, 1 - c[2]);
        DoubleVector beta2 = DoubleVector.broadcast(S, c[3]);
        DoubleVector rest2 = DoubleVector.broadcast(S, 1 - c[3]);
        DoubleVector epsilon = DoubleVector.broadcast(S, c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector m = DoubleVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            DoubleVector mean = m.fma(beta1, s.mul(rest1));
            DoubleVector square = v.fma(beta2, s.mul(s).mul(rest2));
            mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            square.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            DoubleVector step = mean.fma(through, s.mul(direct));
            step.div(square.sqrt().add(epsilon)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.adam(u, g, at, i, to, c);
    }

    @Override
    public void amsgrad(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector rate = DoubleVector.broadcast(S, c[0]);
        DoubleVector beta1 = DoubleVector.broadcast(S, c[1]);
        DoubleVector rest1 = DoubleVector.broadcast(S, 1 - c[1]);
        DoubleVector beta2 = DoubleVector.broadcast(S, c[2]);
        DoubleVector rest2 = DoubleVector.broadcast(S, 1 - c[2]);
        DoubleVector epsilon = DoubleVector.broadcast(S, c[3]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector m = DoubleVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            DoubleVector mean = m.fma(beta1, s.mul(rest1));
            DoubleVector square = v.fma(beta2, s.mul(s).mul(rest2));
            mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            square.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            DoubleVector top = DoubleVector.fromMemorySegment(S, ALL, at[3] + BYTES * i, ORDER)
                    .max(square);
            top.intoMemorySegment(ALL, at[3] + BYTES * i, ORDER);
            mean.mul(rate).div(top.sqrt().add(epsilon)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.amsgrad(u, g, at, i, to, c);
    }

    @Override
    public void adamax(long u, long g, long[] at, int from, int to, double[] c) {
        DoubleVector rate = DoubleVector.broadcast(S, c[0]);
        DoubleVector beta1 = DoubleVector.broadcast(S, c[1]);
        DoubleVector rest1 = DoubleVector.broadcast(S, 1 - c[1]);
        DoubleVector beta2 = DoubleVector.broadcast(S, c[2]);
        DoubleVector inside = DoubleVector.broadcast(S, c[3]);
        DoubleVector outside = DoubleVector.broadcast(S, c[4]);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector m = DoubleVector.fromMemorySegment(S, ALL, at[1] + BYTES * i, ORDER);
            DoubleVector v = DoubleVector.fromMemorySegment(S, ALL, at[2] + BYTES * i, ORDER);
            DoubleVector mean = m.fma(beta1, s.mul(rest1));
            DoubleVector most = v.mul(beta2).max(s.abs().add(inside));
            mean.intoMemorySegment(ALL, at[1] + BYTES * i, ORDER);
            most.intoMemorySegment(ALL, at[2] + BYTES * i, ORDER);
            mean.mul(rate).div(most.add(outside)).intoMemorySegment(ALL, u + BYTES * i, ORDER);
        }
        SCALAR.adamax(u, g, at, i, to, c);
    }

    @Override
    public void take(long theta, long u, int from, int to, double[] sums) {
        DoubleVector thetas = DoubleVector.zero(S);
        DoubleVector updates = DoubleVector.zero(S);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            DoubleVector update = DoubleVector.fromMemorySegment(S, ALL, u + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            DoubleVector after = before.sub(update);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
        }
        double[] lanes = WideSum.lanes();
        thetas.intoArray(lanes, 0);
        sums[0] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[1] += WideSum.of(lanes);
        SCALAR.take(theta, u, i, to, sums);
    }
}
