package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over lanes; what does not fill a vector is left to the plain loop, which gives the same bits. See {@link DoubleArithmetic}. */
final class DoubleFunction implements FunctionKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarFunction SCALAR = new ScalarFunction(Numbers.DOUBLE);

    @Override
    public void abs(long y, long a, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.abs().intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.abs(y + BYTES * i, a + BYTES * i, n - i);
    }

    @Override
    public void square(long y, long a, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.mul(s).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.square(y + BYTES * i, a + BYTES * i, n - i);
    }

    @Override
    public void sqrt(long y, long a, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.sqrt().intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.sqrt(y + BYTES * i, a + BYTES * i, n - i);
    }

    @Override
    public void sign(long y, long a, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.blend(1, s.compare(VectorOperators.GT, 0))
                    .blend(-1, s.lt(0))
                    .intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.sign(y + BYTES * i, a + BYTES * i, n - i);
    }

    @Override
    public void step(long y, long a, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.blend(1, s.compare(VectorOperators.GT, 0))
                    .blend(0, s.compare(VectorOperators.LE, 0))
                    .intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.step(y + BYTES * i, a + BYTES * i, n - i);
    }

    @Override
    public void relu(long y, long a, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.blend(0, s.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.relu(y + BYTES * i, a + BYTES * i, n - i);
    }

    @Override
    public void leakyRelu(long y, long a, int n, double slope) {
        double below = (double) slope;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.blend(s.mul(below), s.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.leakyRelu(y + BYTES * i, a + BYTES * i, n - i, slope);
    }

    @Override
    public void reluBackward(long g, long h, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector u = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector w = DoubleVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.blend(0, w.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.reluBackward(g + BYTES * i, h + BYTES * i, n - i);
    }

    @Override
    public void leakyReluBackward(long g, long h, int n, double slope) {
        double below = (double) slope;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector u = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector w = DoubleVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.blend(u.mul(below), w.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.leakyReluBackward(g + BYTES * i, h + BYTES * i, n - i, slope);
    }

    @Override
    public void tanhBackward(long g, long h, int n) {
        DoubleVector one = DoubleVector.broadcast(S, 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector u = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector w = DoubleVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.mul(w.neg().fma(w, one)).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.tanhBackward(g + BYTES * i, h + BYTES * i, n - i);
    }

    @Override
    public void sigmoidBackward(long g, long h, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            DoubleVector u = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            DoubleVector w = DoubleVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.mul(w.mul(w.neg().add(1))).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.sigmoidBackward(g + BYTES * i, h + BYTES * i, n - i);
    }
}
