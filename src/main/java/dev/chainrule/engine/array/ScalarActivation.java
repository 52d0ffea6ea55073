package dev.chainrule.engine.array;

/** Plain loops in double, rounded once: the reference that the loops in blocks are tested against. */
record ScalarActivation(Numbers x) implements ActivationKernels {

    /** Beyond, e^a and e^(-a^2 / 2) are 0, in double too: a may as well stop here, and 0 times infinity is avoided. */
    private static final double FAR = 800;

    static final double CUBE = 0.044715;
    static final double RATE = 2 * Math.sqrt(2 / Math.PI);

    /** One number to one. */
    interface Function {
        double of(double a);
    }

    private void map(long y, long a, int n, Function f) {
        map(x, y, a, n, f);
    }

    static void map(Numbers x, long y, long a, int n, Function f) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, f.of(x.get(a, i)));
        }
    }

    private void multiply(long g, long a, int n, Function derivative) {
        for (int i = 0; i < n; i++) {
            x.set(g, i, x.get(g, i) * derivative.of(x.get(a, i)));
        }
    }

    static double near(double a) {
        return Math.clamp(a, -FAR, FAR);
    }

    private static double notFarBelow(double a) {
        return Math.max(a, -FAR);
    }

    static double sigmoid(double a) {
        return 1 / (1 + StrictMath.exp(-a));
    }

    /** sigma (1 - sigma), from e^-|a| so that neither factor is rounded to 0 first. */
    static double sigmoidSlope(double a) {
        double e = StrictMath.exp(-Math.abs(a));
        return e / ((1 + e) * (1 + e));
    }

    @Override
    public void elu(long y, long a, int n, double above, double below) {
        for (int i = 0; i < n; i++) {
            double s = x.get(a, i);
            x.set(y, i, s > 0 ? above * s : below * StrictMath.expm1(s));
        }
    }

    @Override
    public void eluBackward(long g, long h, int n, double above, double below) {
        for (int i = 0; i < n; i++) {
            double s = x.get(h, i);
            x.set(g, i, x.get(g, i) * (s > 0 ? above : s + below));
        }
    }

    static double density(double a) {
        return StrictMath.exp(-a * a / 2) / Normal.ROOT_OF_TWO_PI;
    }

    private static double normalCdf(double a) {
        double tail = density(a) * Normal.mills(Math.abs(a));
        return a > 0 ? 1 - tail : tail;
    }

    @Override
    public void gelu(long y, long a, int n) {
        map(y, a, n, s -> notFarBelow(s) * normalCdf(near(s)));
    }

    @Override
    public void geluBackward(long g, long a, int n) {
        multiply(g, a, n, s -> normalCdf(near(s)) + near(s) * density(near(s)));
    }

    static double w(double a) {
        return RATE * (a + CUBE * a * a * a);
    }

    static double w1(double a) {
        return RATE * (1 + 3 * CUBE * a * a);
    }

    @Override
    public void geluByTanh(long y, long a, int n) {
        map(y, a, n, s -> notFarBelow(s) * sigmoid(w(near(s))));
    }

    @Override
    public void geluByTanhBackward(long g, long a, int n) {
        multiply(g, a, n, u -> {
            double s = near(u);
            return sigmoid(w(s)) + s * sigmoidSlope(w(s)) * w1(s);
        });
    }

    @Override
    public void silu(long y, long a, int n) {
        map(y, a, n, s -> notFarBelow(s) * sigmoid(s));
    }

    @Override
    public void siluBackward(long g, long a, int n) {
        multiply(g, a, n, s -> sigmoid(s) + near(s) * sigmoidSlope(s));
    }

    /** tanh(log(1 + e^a)) = n (n + 2) / (n (n + 2) + 2) with n = e^a; from a = 40 on it is 1. */
    private static double mishGate(double a) {
        double n = StrictMath.exp(Math.min(a, 40));
        return n * (n + 2) / (n * (n + 2) + 2);
    }

    @Override
    public void mish(long y, long a, int n) {
        map(y, a, n, s -> notFarBelow(s) * mishGate(s));
    }

    @Override
    public void mishBackward(long g, long a, int n) {
        multiply(g, a, n, s -> {
            double e = StrictMath.exp(Math.min(s, 40));
            double q = e * (e + 2) + 2;
            return mishGate(s) + near(s) * 4 * e * (e + 1) / q / q;
        });
    }

    @Override
    public void softplus(long y, long a, int n) {
        map(y, a, n, s -> Math.max(s, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(s))));
    }

    @Override
    public void softplusBackward(long g, long a, int n) {
        multiply(g, a, n, ScalarActivation::sigmoid);
    }

    @Override
    public void softsign(long y, long a, int n) {
        map(y, a, n, s -> Double.isInfinite(s) ? Math.signum(s) : s / (1 + Math.abs(s)));
    }

    @Override
    public void softsignBackward(long g, long a, int n) {
        multiply(g, a, n, s -> 1 / ((1 + Math.abs(s)) * (1 + Math.abs(s))));
    }

    @Override
    public void hardSigmoid(long y, long a, int n, double slope, double offset) {
        for (int i = 0; i < n; i++) {
            x.set(y, i, Math.min(Math.max(slope * x.get(a, i) + offset, 0), 1));
        }
    }

    @Override
    public void hardSigmoidBackward(long g, long h, int n, double slope) {
        for (int i = 0; i < n; i++) {
            double s = x.get(h, i);
            x.set(g, i, s <= 0 || s >= 1 ? 0 : slope * x.get(g, i));
        }
    }
}
