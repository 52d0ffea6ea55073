package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleBinaryOperator;

/** Plain loops in double, rounded once: the reference that the vector loops are tested against. */
record ScalarArithmetic(Numbers x) implements ArithmeticKernels {

    private void each(long y, long a, long b, int n, DoubleBinaryOperator f) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, f.applyAsDouble(x.get(a, i), x.get(b, i)));
        }
    }

    /** A constant as the number type holds it. */
    private double rounded(double c) {
        return x == Numbers.FLOAT ? (float) c : c;
    }

    @Override
    public void fill(long y, int n, double c) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, c);
        }
    }

    @Override
    public void copy(long y, long a, int n) {
        MemorySegment.copy(ALL, a, ALL, y, (long) n * x.bytes());
    }

    @Override
    public void scale(long y, int n, double c) {
        double factor = rounded(c);
        for (int i = 0; i < n; i++) {
            x.set(y, i, factor * x.get(y, i));
        }
    }

    @Override
    public void shift(long y, int n, double c) {
        double summand = rounded(c);
        for (int i = 0; i < n; i++) {
            x.set(y, i, x.get(y, i) + summand);
        }
    }

    @Override
    public void axpy(long y, long a, int n, double c) {
        double factor = rounded(c);
        for (int i = 0; i < n; i++) {
            x.set(y, i, Math.fma(factor, x.get(a, i), x.get(y, i)));
        }
    }

    @Override
    public void addSign(long y, long a, int n, double c) {
        double factor = rounded(c);
        for (int i = 0; i < n; i++) {
            x.set(y, i, x.get(y, i) + factor * Math.signum(x.get(a, i)));
        }
    }

    @Override
    public void clamp(long y, long a, int n, double low, double high) {
        double least = rounded(low);
        double most = rounded(high);
        for (int i = 0; i < n; i++) {
            x.set(y, i, Math.min(Math.max(x.get(a, i), least), most));
        }
    }

    @Override
    public void add(long y, long a, long b, int n) {
        each(y, a, b, n, Double::sum);
    }

    @Override
    public void subtract(long y, long a, long b, int n) {
        each(y, a, b, n, (s, t) -> s - t);
    }

    @Override
    public void multiply(long y, long a, long b, int n) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, x.get(a, i) * x.get(b, i));
        }
    }

    @Override
    public void divide(long y, long a, long b, int n) {
        each(y, a, b, n, (s, t) -> s / t);
    }

    @Override
    public void max(long y, long a, long b, int n) {
        each(y, a, b, n, Math::max);
    }

    @Override
    public void min(long y, long a, long b, int n) {
        each(y, a, b, n, Math::min);
    }

    @Override
    public void bytes(long y, long bytes, int n, double scale) {
        double unit = rounded(scale);
        for (int i = 0; i < n; i++) {
            x.set(y, i, unit * (ALL.get(ValueLayout.JAVA_BYTE, bytes + i) & 0xff));
        }
    }
}
