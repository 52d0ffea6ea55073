package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Optimizer passes over lanes. What does not fill a vector is left to the plain loop. Written without helper methods in the loops: see
 * {@link DoubleArithmetic}.
 */
final class DoubleUpdate implements UpdateKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarUpdate SCALAR = new ScalarUpdate(Numbers.DOUBLE);

    @Override
    public void gradientDescent(long theta, long g, int n, double rate, double[] sums, int at) {
        DoubleVector alpha = DoubleVector.broadcast(S, rate);
        DoubleVector gradients = DoubleVector.zero(S);
        DoubleVector thetas = DoubleVector.zero(S);
        DoubleVector updates = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            DoubleVector update = s.mul(alpha);
            DoubleVector after = before.sub(update);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            gradients = s.fma(s, gradients);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
        }
        double[] lanes = WideSum.lanes();
        gradients.intoArray(lanes, 0);
        sums[at] += WideSum.of(lanes);
        thetas.intoArray(lanes, 0);
        sums[at + 1] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[at + 2] += WideSum.of(lanes);
        SCALAR.gradientDescent(theta + BYTES * i, g + BYTES * i, n - i, rate, sums, at);
    }

    @Override
    public void momentum(long theta, long g, long v, int n, double rate, double mu, double[] sums, int at) {
        DoubleVector alpha = DoubleVector.broadcast(S, rate);
        DoubleVector keep = DoubleVector.broadcast(S, mu);
        DoubleVector gradients = DoubleVector.zero(S);
        DoubleVector thetas = DoubleVector.zero(S);
        DoubleVector updates = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            DoubleVector velocity =
                    DoubleVector.fromMemorySegment(S, ALL, v + BYTES * i, ORDER).fma(keep, s);
            DoubleVector update = velocity.mul(alpha);
            DoubleVector after = before.sub(update);
            velocity.intoMemorySegment(ALL, v + BYTES * i, ORDER);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            gradients = s.fma(s, gradients);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
        }
        double[] lanes = WideSum.lanes();
        gradients.intoArray(lanes, 0);
        sums[at] += WideSum.of(lanes);
        thetas.intoArray(lanes, 0);
        sums[at + 1] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[at + 2] += WideSum.of(lanes);
        SCALAR.momentum(theta + BYTES * i, g + BYTES * i, v + BYTES * i, n - i, rate, mu, sums, at);
    }

    @Override
    public void nesterov(long theta, long g, long v, int n, double rate, double mu, double[] sums, int at) {
        DoubleVector alpha = DoubleVector.broadcast(S, rate);
        DoubleVector keep = DoubleVector.broadcast(S, mu);
        DoubleVector gradients = DoubleVector.zero(S);
        DoubleVector thetas = DoubleVector.zero(S);
        DoubleVector updates = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            DoubleVector velocity =
                    DoubleVector.fromMemorySegment(S, ALL, v + BYTES * i, ORDER).fma(keep, s);
            DoubleVector update = velocity.fma(keep, s).mul(alpha);
            DoubleVector after = before.sub(update);
            velocity.intoMemorySegment(ALL, v + BYTES * i, ORDER);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            gradients = s.fma(s, gradients);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
        }
        double[] lanes = WideSum.lanes();
        gradients.intoArray(lanes, 0);
        sums[at] += WideSum.of(lanes);
        thetas.intoArray(lanes, 0);
        sums[at + 1] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[at + 2] += WideSum.of(lanes);
        SCALAR.nesterov(theta + BYTES * i, g + BYTES * i, v + BYTES * i, n - i, rate, mu, sums, at);
    }

    @Override
    public void adam(long theta, long g, long m, long v, int n, double[] c, double[] sums, int at) {
        DoubleVector alpha = DoubleVector.broadcast(S, c[0]);
        DoubleVector beta1 = DoubleVector.broadcast(S, c[1]);
        DoubleVector beta2 = DoubleVector.broadcast(S, c[2]);
        DoubleVector epsilon = DoubleVector.broadcast(S, c[3]);
        DoubleVector rest1 = DoubleVector.broadcast(S, 1 - c[1]);
        DoubleVector rest2 = DoubleVector.broadcast(S, 1 - c[2]);
        DoubleVector gradients = DoubleVector.zero(S);
        DoubleVector thetas = DoubleVector.zero(S);
        DoubleVector updates = DoubleVector.zero(S);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector before = DoubleVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            DoubleVector mean = s.fma(
                    rest1,
                    DoubleVector.fromMemorySegment(S, ALL, m + BYTES * i, ORDER).mul(beta1));
            DoubleVector square = s.mul(s)
                    .fma(
                            rest2,
                            DoubleVector.fromMemorySegment(S, ALL, v + BYTES * i, ORDER)
                                    .mul(beta2));
            DoubleVector update = mean.mul(alpha).div(square.sqrt().add(epsilon));
            DoubleVector after = before.sub(update);
            mean.intoMemorySegment(ALL, m + BYTES * i, ORDER);
            square.intoMemorySegment(ALL, v + BYTES * i, ORDER);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            gradients = s.fma(s, gradients);
            thetas = after.fma(after, thetas);
            updates = update.fma(update, updates);
        }
        double[] lanes = WideSum.lanes();
        gradients.intoArray(lanes, 0);
        sums[at] += WideSum.of(lanes);
        thetas.intoArray(lanes, 0);
        sums[at + 1] += WideSum.of(lanes);
        updates.intoArray(lanes, 0);
        sums[at + 2] += WideSum.of(lanes);
        SCALAR.adam(theta + BYTES * i, g + BYTES * i, m + BYTES * i, v + BYTES * i, n - i, c, sums, at);
    }
}
