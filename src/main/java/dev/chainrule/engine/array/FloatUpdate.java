package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Optimizer passes over lanes, half a vector of floats at a time so that their squares, in double, fill a vector. What does not fill
 * one is left to the plain loop. Written without helper methods in the loops: see {@link FloatArithmetic}.
 *
 * <p>Vectors meet vectors only, never plain numbers: those overloads find their vector class by profile, deep in the JDK, and with two
 * widths of float in one process they no longer find it at compile time, which makes objects of vectors everywhere.
 */
final class FloatUpdate implements UpdateKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> S =
            VectorSpecies.of(float.class, VectorShape.forBitSize(WIDE.vectorBitSize() / 2));
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarUpdate SCALAR = new ScalarUpdate(Numbers.FLOAT);

    @Override
    public void gradientDescent(long theta, long g, int n, double rate, double[] sums, int at) {
        FloatVector alpha = FloatVector.broadcast(S, (float) rate);
        DoubleVector gradients = DoubleVector.zero(WIDE);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            FloatVector update = s.mul(alpha);
            FloatVector after = before.sub(update);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            DoubleVector wideGradient = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideTheta = (DoubleVector) after.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideUpdate = (DoubleVector) update.convertShape(VectorOperators.F2D, WIDE, 0);
            gradients = wideGradient.fma(wideGradient, gradients);
            thetas = wideTheta.fma(wideTheta, thetas);
            updates = wideUpdate.fma(wideUpdate, updates);
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
        FloatVector alpha = FloatVector.broadcast(S, (float) rate);
        FloatVector keep = FloatVector.broadcast(S, (float) mu);
        DoubleVector gradients = DoubleVector.zero(WIDE);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            FloatVector velocity =
                    FloatVector.fromMemorySegment(S, ALL, v + BYTES * i, ORDER).fma(keep, s);
            FloatVector update = velocity.mul(alpha);
            FloatVector after = before.sub(update);
            velocity.intoMemorySegment(ALL, v + BYTES * i, ORDER);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            DoubleVector wideGradient = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideTheta = (DoubleVector) after.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideUpdate = (DoubleVector) update.convertShape(VectorOperators.F2D, WIDE, 0);
            gradients = wideGradient.fma(wideGradient, gradients);
            thetas = wideTheta.fma(wideTheta, thetas);
            updates = wideUpdate.fma(wideUpdate, updates);
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
        FloatVector alpha = FloatVector.broadcast(S, (float) rate);
        FloatVector keep = FloatVector.broadcast(S, (float) mu);
        DoubleVector gradients = DoubleVector.zero(WIDE);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            FloatVector velocity =
                    FloatVector.fromMemorySegment(S, ALL, v + BYTES * i, ORDER).fma(keep, s);
            FloatVector update = velocity.fma(keep, s).mul(alpha);
            FloatVector after = before.sub(update);
            velocity.intoMemorySegment(ALL, v + BYTES * i, ORDER);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            DoubleVector wideGradient = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideTheta = (DoubleVector) after.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideUpdate = (DoubleVector) update.convertShape(VectorOperators.F2D, WIDE, 0);
            gradients = wideGradient.fma(wideGradient, gradients);
            thetas = wideTheta.fma(wideTheta, thetas);
            updates = wideUpdate.fma(wideUpdate, updates);
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
        FloatVector alpha = FloatVector.broadcast(S, (float) c[0]);
        FloatVector beta1 = FloatVector.broadcast(S, (float) c[1]);
        FloatVector beta2 = FloatVector.broadcast(S, (float) c[2]);
        FloatVector epsilon = FloatVector.broadcast(S, (float) c[3]);
        FloatVector rest1 = FloatVector.broadcast(S, (float) (1 - c[1]));
        FloatVector rest2 = FloatVector.broadcast(S, (float) (1 - c[2]));
        DoubleVector gradients = DoubleVector.zero(WIDE);
        DoubleVector thetas = DoubleVector.zero(WIDE);
        DoubleVector updates = DoubleVector.zero(WIDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector before = FloatVector.fromMemorySegment(S, ALL, theta + BYTES * i, ORDER);
            FloatVector mean = s.fma(
                    rest1,
                    FloatVector.fromMemorySegment(S, ALL, m + BYTES * i, ORDER).mul(beta1));
            FloatVector square = s.mul(s)
                    .fma(
                            rest2,
                            FloatVector.fromMemorySegment(S, ALL, v + BYTES * i, ORDER)
                                    .mul(beta2));
            FloatVector update = mean.mul(alpha).div(square.sqrt().add(epsilon));
            FloatVector after = before.sub(update);
            mean.intoMemorySegment(ALL, m + BYTES * i, ORDER);
            square.intoMemorySegment(ALL, v + BYTES * i, ORDER);
            after.intoMemorySegment(ALL, theta + BYTES * i, ORDER);
            DoubleVector wideGradient = (DoubleVector) s.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideTheta = (DoubleVector) after.convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector wideUpdate = (DoubleVector) update.convertShape(VectorOperators.F2D, WIDE, 0);
            gradients = wideGradient.fma(wideGradient, gradients);
            thetas = wideTheta.fma(wideTheta, thetas);
            updates = wideUpdate.fma(wideUpdate, updates);
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
