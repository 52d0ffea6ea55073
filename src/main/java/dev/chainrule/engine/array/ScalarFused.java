package dev.chainrule.engine.array;

/** Plain loops in double: the reference that the vector loops are tested against. */
record ScalarFused(Numbers x) implements FusedKernels {

    @Override
    public void takeScaled(long g, long[] at, int from, int to, double[] c, double[] sums) {
        for (int i = from; i < to; i++) {
            take(at[0], i, c[0] * x.get(g, i), sums);
        }
    }

    @Override
    public void takeMomentum(long g, long[] at, int from, int to, double[] c, double[] sums) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double velocity = c[0] * x.get(at[1], i) + c[1] * s;
            x.set(at[1], i, velocity);
            take(at[0], i, momentum(s, velocity, c), sums);
        }
    }

    @Override
    public void takeAdam(long g, long[] at, int from, int to, double[] c, double[] sums) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double mean = c[2] * x.get(at[1], i) + (1 - c[2]) * s;
            double square = c[3] * x.get(at[2], i) + (1 - c[3]) * s * s;
            x.set(at[1], i, mean);
            x.set(at[2], i, square);
            take(at[0], i, adam(s, mean, square, c), sums);
        }
    }

    private static double momentum(double g, double velocity, double[] c) {
        return c[2] * g + c[3] * velocity;
    }

    private static double adam(double g, double mean, double square, double[] c) {
        return (c[0] * mean + c[1] * g) / (Math.sqrt(square) + c[4]);
    }

    private void take(long theta, int i, double update, double[] sums) {
        double after = x.get(theta, i) - update;
        x.set(theta, i, after);
        add(after, update, sums);
    }

    private static void add(double after, double update, double[] sums) {
        sums[0] += after * after;
        sums[1] += update * update;
    }

    /** Adds to sums what {@link #takeScaled} added, once it is done. */
    void scaledSquares(long g, long[] at, int from, int to, double[] c, double[] sums) {
        for (int i = from; i < to; i++) {
            add(x.get(at[0], i), c[0] * x.get(g, i), sums);
        }
    }

    /** Adds to sums what {@link #takeMomentum} added, once it is done. */
    void momentumSquares(long g, long[] at, int from, int to, double[] c, double[] sums) {
        for (int i = from; i < to; i++) {
            add(x.get(at[0], i), momentum(x.get(g, i), x.get(at[1], i), c), sums);
        }
    }

    /** Adds to sums what {@link #takeAdam} added, once it is done. */
    void adamSquares(long g, long[] at, int from, int to, double[] c, double[] sums) {
        for (int i = from; i < to; i++) {
            add(x.get(at[0], i), adam(x.get(g, i), x.get(at[1], i), x.get(at[2], i), c), sums);
        }
    }
}
