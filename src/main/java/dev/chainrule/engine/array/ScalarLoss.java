package dev.chainrule.engine.array;

/** Plain loops in double: the reference that the loops in blocks are tested against. */
record ScalarLoss(Numbers x) implements LossKernels {

    /** sigmoid(1) - 1/2: where the hinge bends. */
    static final double KINK = 0.2310585786300049;

    @Override
    public double absoluteError(long a, long t, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.abs(x.get(a, i) - x.get(t, i));
        }
        return sum;
    }

    @Override
    public double huber(long a, long t, int n, double delta) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double d = Math.abs(x.get(a, i) - x.get(t, i));
            sum += d <= delta ? d * d / 2 : delta * (d - delta / 2);
        }
        return sum;
    }

    @Override
    public double logCosh(long a, long t, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += logCosh(Math.abs(x.get(a, i) - x.get(t, i)));
        }
        return sum;
    }

    /** cosh d - 1 = m^2 / (2 (m + 1)) with m = e^d - 1, which loses nothing near 0; from 20 on it is d - log 2. */
    private static double logCosh(double d) {
        double m = StrictMath.expm1(Math.min(d, 20));
        return StrictMath.log1p(m * m / (2 * (m + 1))) + Math.max(d - 20, 0);
    }

    /** The margin s a. */
    private double margin(long a, long t, int i) {
        return (2 * x.get(t, i) - 1) * x.get(a, i);
    }

    @Override
    public double hinge(long a, long t, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.max(0, 1 - margin(a, t, i));
        }
        return sum;
    }

    @Override
    public void hingeGradient(long g, long h, long t, int n) {
        for (int i = 0; i < n; i++) {
            double s = 2 * x.get(t, i) - 1;
            double before = KINK - s * (x.get(h, i) - 0.5);
            x.set(g, i, -s * (before > 0 ? 1 : before <= 0 ? 0 : before));
        }
    }

    @Override
    public double logistic(long a, long t, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double margin = margin(a, t, i);
            sum += Math.max(-margin, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
        }
        return sum;
    }

    @Override
    public double sigmoidCrossEntropy(long a, long t, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double s = x.get(a, i);
            sum += Math.max(s, 0) - s * x.get(t, i) + StrictMath.log1p(StrictMath.exp(-Math.abs(s)));
        }
        return sum;
    }
}
