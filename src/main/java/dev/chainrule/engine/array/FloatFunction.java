package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over lanes. Functions of many instructions go under a mask throughout, so that an element's bits do not depend on its
 * place; cheap ones leave what does not fill a vector to the plain loop, which gives the same bits, and call the vector API directly
 * (see {@link FloatArithmetic}).
 */
final class FloatFunction implements FunctionKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ScalarFunction SCALAR = new ScalarFunction(Numbers.FLOAT);

    @Override
    public void abs(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            set(y, i, m, get(a, i, m).abs());
        }
    }

    @Override
    public void square(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = get(a, i, m);
            set(y, i, m, s.mul(s));
        }
    }

    @Override
    public void sqrt(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            set(y, i, m, get(a, i, m).sqrt());
        }
    }

    @Override
    public void sign(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = get(a, i, m);
            set(y, i, m, s.blend(1, s.compare(VectorOperators.GT, 0)).blend(-1, s.lt(0)));
        }
    }

    @Override
    public void step(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = get(a, i, m);
            set(y, i, m, s.blend(1, s.compare(VectorOperators.GT, 0)).blend(0, s.compare(VectorOperators.LE, 0)));
        }
    }

    @Override
    public void exp(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatMath.exp(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void expm1(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatMath.expm1(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void log(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatMath.log(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void log1p(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatMath.log1p(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void tanh(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatMath.tanh(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void sigmoid(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatMath.sigmoid(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void softplus(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatMath.softplus(s).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    @Override
    public void relu(long y, long a, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.blend(0, s.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.relu(y + BYTES * i, a + BYTES * i, n - i);
    }

    @Override
    public void leakyRelu(long y, long a, int n, double slope) {
        float below = (float) slope;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER);
            s.blend(s.mul(below), s.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, y + BYTES * i, ORDER);
        }
        SCALAR.leakyRelu(y + BYTES * i, a + BYTES * i, n - i, slope);
    }

    @Override
    public void reluBackward(long g, long h, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector u = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector w = FloatVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.blend(0, w.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.reluBackward(g + BYTES * i, h + BYTES * i, n - i);
    }

    @Override
    public void leakyReluBackward(long g, long h, int n, double slope) {
        float below = (float) slope;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector u = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector w = FloatVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.blend(u.mul(below), w.compare(VectorOperators.LE, 0)).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.leakyReluBackward(g + BYTES * i, h + BYTES * i, n - i, slope);
    }

    @Override
    public void tanhBackward(long g, long h, int n) {
        FloatVector one = FloatVector.broadcast(S, 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector u = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector w = FloatVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.mul(w.neg().fma(w, one)).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.tanhBackward(g + BYTES * i, h + BYTES * i, n - i);
    }

    @Override
    public void sigmoidBackward(long g, long h, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector u = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER);
            FloatVector w = FloatVector.fromMemorySegment(S, ALL, h + BYTES * i, ORDER);
            u.mul(w.mul(w.neg().add(1))).intoMemorySegment(ALL, g + BYTES * i, ORDER);
        }
        SCALAR.sigmoidBackward(g + BYTES * i, h + BYTES * i, n - i);
    }

    private static FloatVector get(long address, int i, VectorMask<Float> m) {
        return FloatVector.fromMemorySegment(S, ALL, address + BYTES * i, ORDER, m);
    }

    private static void set(long address, int i, VectorMask<Float> m, FloatVector value) {
        value.intoMemorySegment(ALL, address + BYTES * i, ORDER, m);
    }
}
