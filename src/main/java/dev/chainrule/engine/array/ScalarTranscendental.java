package dev.chainrule.engine.array;

import java.util.function.DoubleUnaryOperator;

/** Plain loops in double, rounded once: the reference that the vector loops are tested against. */
record ScalarTranscendental(Numbers x) implements TranscendentalKernels {

    private void each(long y, long a, int n, DoubleUnaryOperator f) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, f.applyAsDouble(x.get(a, i)));
        }
    }

    @Override
    public void exp(long y, long a, int n) {
        each(y, a, n, StrictMath::exp);
    }

    @Override
    public void expm1(long y, long a, int n) {
        each(y, a, n, StrictMath::expm1);
    }

    @Override
    public void log(long y, long a, int n) {
        each(y, a, n, StrictMath::log);
    }

    @Override
    public void log1p(long y, long a, int n) {
        each(y, a, n, StrictMath::log1p);
    }

    @Override
    public void tanh(long y, long a, int n) {
        each(y, a, n, StrictMath::tanh);
    }

    @Override
    public void sigmoid(long y, long a, int n) {
        each(y, a, n, s -> 1 / (1 + StrictMath.exp(-s)));
    }

    @Override
    public void normalCdf(long y, long a, long b, int n) {
        double far = x == Numbers.FLOAT ? 15 : 40;
        for (int i = 0; i < n; i++) {
            double s = x.get(a, i);
            double tail = x.get(b, i) * Normal.mills(Math.min(Math.abs(s), far)) / Normal.ROOT_OF_TWO_PI;
            x.set(y, i, s > 0 ? 1 - tail : tail);
        }
    }
}
