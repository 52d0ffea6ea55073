package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Plain loops in double, rounded once: the reference that the vector loops are tested against. */
record ScalarMap(Numbers x) implements MapKernels {

    private void each(long y, long a, long n, DoubleUnaryOperator f) {
        for (long i = 0; i < n; i++) {
            x.set(y, i, f.applyAsDouble(x.get(a, i)));
        }
    }

    private void each(long y, long a, long b, long n, DoubleBinaryOperator f) {
        for (long i = 0; i < n; i++) {
            x.set(y, i, f.applyAsDouble(x.get(a, i), x.get(b, i)));
        }
    }

    @Override
    public void fill(long y, long n, double c) {
        for (long i = 0; i < n; i++) {
            x.set(y, i, c);
        }
    }

    @Override
    public void copy(long y, long a, long n) {
        MemorySegment.copy(ALL, a, ALL, y, n * x.bytes());
    }

    @Override
    public void scale(long y, long n, double c) {
        double factor = rounded(c);
        for (long i = 0; i < n; i++) {
            x.set(y, i, factor * x.get(y, i));
        }
    }

    @Override
    public void shift(long y, long n, double c) {
        double summand = rounded(c);
        for (long i = 0; i < n; i++) {
            x.set(y, i, x.get(y, i) + summand);
        }
    }

    @Override
    public void axpy(long y, long a, long n, double c) {
        double factor = rounded(c);
        for (long i = 0; i < n; i++) {
            x.set(y, i, Math.fma(factor, x.get(a, i), x.get(y, i)));
        }
    }

    /** A constant as the number type holds it. */
    private double rounded(double c) {
        return x == Numbers.FLOAT ? (float) c : c;
    }

    @Override
    public void clamp(long y, long a, long n, double low, double high) {
        double least = rounded(low);
        double most = rounded(high);
        for (long i = 0; i < n; i++) {
            x.set(y, i, Math.min(Math.max(x.get(a, i), least), most));
        }
    }

    @Override
    public void add(long y, long a, long b, long n) {
        each(y, a, b, n, Double::sum);
    }

    @Override
    public void subtract(long y, long a, long b, long n) {
        each(y, a, b, n, (s, t) -> s - t);
    }

    @Override
    public void multiply(long y, long a, long b, long n) {
        for (long i = 0; i < n; i++) {
            x.set(y, i, x.get(a, i) * x.get(b, i));
        }
    }

    @Override
    public void divide(long y, long a, long b, long n) {
        each(y, a, b, n, (s, t) -> s / t);
    }

    @Override
    public void max(long y, long a, long b, long n) {
        each(y, a, b, n, Math::max);
    }

    @Override
    public void min(long y, long a, long b, long n) {
        each(y, a, b, n, Math::min);
    }

    @Override
    public void abs(long y, long a, long n) {
        each(y, a, n, Math::abs);
    }

    @Override
    public void sign(long y, long a, long n) {
        each(y, a, n, Math::signum);
    }

    @Override
    public void step(long y, long a, long n) {
        each(y, a, n, s -> s > 0 ? 1 : s <= 0 ? 0 : s);
    }

    @Override
    public void square(long y, long a, long n) {
        each(y, a, n, s -> s * s);
    }

    @Override
    public void sqrt(long y, long a, long n) {
        each(y, a, n, Math::sqrt);
    }

    @Override
    public void exp(long y, long a, long n) {
        each(y, a, n, StrictMath::exp);
    }

    @Override
    public void expm1(long y, long a, long n) {
        each(y, a, n, StrictMath::expm1);
    }

    @Override
    public void log(long y, long a, long n) {
        each(y, a, n, StrictMath::log);
    }

    @Override
    public void log1p(long y, long a, long n) {
        each(y, a, n, StrictMath::log1p);
    }

    @Override
    public void tanh(long y, long a, long n) {
        each(y, a, n, StrictMath::tanh);
    }

    @Override
    public void sigmoid(long y, long a, long n) {
        each(y, a, n, s -> 1 / (1 + StrictMath.exp(-s)));
    }

    @Override
    public void softplus(long y, long a, long n) {
        each(y, a, n, s -> Math.max(s, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(s))));
    }

    @Override
    public void relu(long y, long a, long n) {
        for (long i = 0; i < n; i++) {
            x.set(y, i, Math.max(x.get(a, i), 0));
        }
    }

    @Override
    public void leakyRelu(long y, long a, long n, double slope) {
        double below = rounded(slope);
        for (long i = 0; i < n; i++) {
            double s = x.get(a, i);
            x.set(y, i, s > 0 ? s : below * s);
        }
    }

    @Override
    public void reluBackward(long g, long h, long n) {
        for (long i = 0; i < n; i++) {
            if (x.get(h, i) <= 0) {
                x.set(g, i, 0);
            }
        }
    }

    @Override
    public void leakyReluBackward(long g, long h, long n, double slope) {
        double below = rounded(slope);
        for (long i = 0; i < n; i++) {
            if (x.get(h, i) <= 0) {
                x.set(g, i, below * x.get(g, i));
            }
        }
    }

    @Override
    public void tanhBackward(long g, long h, long n) {
        for (long i = 0; i < n; i++) {
            double t = x.get(h, i);
            x.set(g, i, x.get(g, i) * (1 - t * t));
        }
    }

    @Override
    public void sigmoidBackward(long g, long h, long n) {
        for (long i = 0; i < n; i++) {
            double s = x.get(h, i);
            x.set(g, i, x.get(g, i) * (s * (1 - s)));
        }
    }

    @Override
    public void bytes(long y, long bytes, long n, double scale) {
        double unit = rounded(scale);
        for (long i = 0; i < n; i++) {
            x.set(y, i, unit * (ALL.get(ValueLayout.JAVA_BYTE, bytes + i) & 0xff));
        }
    }
}
