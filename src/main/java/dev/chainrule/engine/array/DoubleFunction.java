package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over lanes. Functions of many instructions go under a mask throughout, so that an element's bits do not depend on its
 * place; cheap ones leave what does not fill a vector to the plain loop, which gives the same bits, and call the vector API directly
 * (see {@link DoubleArithmetic}).
 */
final class DoubleFunction implements FunctionKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarFunction SCALAR = new ScalarFunction(Numbers.DOUBLE);

    @Override
    public void abs(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            set(y, i, m, get(a, i, m).abs());
        }
    }

    @Override
    public void square(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = get(a, i, m);
            set(y, i, m, s.mul(s));
        }
    }

    @Override
    public void sqrt(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            set(y, i, m, get(a, i, m).sqrt());
        }
    }

    @Override
    public void sign(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = get(a, i, m);
            set(y, i, m, s.blend(1, s.compare(VectorOperators.GT, 0)).blend(-1, s.lt(0)));
        }
    }

    @Override
    public void step(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = get(a, i, m);
            set(y, i, m, s.blend(1, s.compare(VectorOperators.GT, 0)).blend(0, s.compare(VectorOperators.LE, 0)));
        }
    }

    @Override
    public void exp(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleMath.exp(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void expm1(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleMath.expm1(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void log(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleMath.log(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void log1p(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleMath.log1p(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void tanh(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleMath.tanh(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void sigmoid(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleMath.sigmoid(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void softplus(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleMath.softplus(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
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

    private static DoubleVector get(long address, int i, VectorMask<Double> m) {
        return DoubleVector.fromMemorySegment(S, ALL, address + BYTES * i, ORDER, m);
    }

    private static void set(long address, int i, VectorMask<Double> m, DoubleVector value) {
        value.intoMemorySegment(ALL, address + BYTES * i, ORDER, m);
    }
}
