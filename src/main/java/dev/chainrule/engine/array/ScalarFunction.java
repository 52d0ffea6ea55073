package dev.chainrule.engine.array;

import java.util.function.DoubleUnaryOperator;

/** Plain loops in double, rounded once: the reference that the vector loops are tested against. */
record ScalarFunction(Numbers x) implements FunctionKernels {

    private void each(long y, long a, int n, DoubleUnaryOperator f) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, f.applyAsDouble(x.get(a, i)));
        }
    }

    /** A constant as the number type holds it. */
    private double rounded(double c) {
        return x == Numbers.FLOAT ? (float) c : c;
    }

    @Override
    public void abs(long y, long a, int n) {
        each(y, a, n, Math::abs);
    }

    @Override
    public void sign(long y, long a, int n) {
        each(y, a, n, Math::signum);
    }

    @Override
    public void step(long y, long a, int n) {
        each(y, a, n, s -> s > 0 ? 1 : s <= 0 ? 0 : s);
    }

    @Override
    public void square(long y, long a, int n) {
        each(y, a, n, s -> s * s);
    }

    @Override
    public void sqrt(long y, long a, int n) {
        each(y, a, n, Math::sqrt);
    }

    @Override
    public void relu(long y, long a, int n) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, Math.max(x.get(a, i), 0));
        }
    }

    @Override
    public void leakyRelu(long y, long a, int n, double slope) {
        double below = rounded(slope);
        for (int i = 0; i < n; i++) {
            double s = x.get(a, i);
            x.set(y, i, s > 0 ? s : below * s);
        }
    }

    @Override
    public void reluBackward(long g, long h, int n) {
        for (int i = 0; i < n; i++) {
            if (x.get(h, i) <= 0) {
                x.set(g, i, 0);
            }
        }
    }

    @Override
    public void leakyReluBackward(long g, long h, int n, double slope) {
        double below = rounded(slope);
        for (int i = 0; i < n; i++) {
            if (x.get(h, i) <= 0) {
                x.set(g, i, below * x.get(g, i));
            }
        }
    }

    @Override
    public void tanhBackward(long g, long h, int n) {
        for (int i = 0; i < n; i++) {
            double t = x.get(h, i);
            x.set(g, i, x.get(g, i) * Math.fma(-t, t, 1));
        }
    }

    @Override
    public void sigmoidBackward(long g, long h, int n) {
        for (int i = 0; i < n; i++) {
            double s = x.get(h, i);
            x.set(g, i, x.get(g, i) * (s * (1 - s)));
        }
    }
}
