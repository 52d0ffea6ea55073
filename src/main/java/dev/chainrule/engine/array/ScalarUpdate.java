package dev.chainrule.engine.array;

/** Plain loops in double: the reference that the vector loops are tested against. */
record ScalarUpdate(Numbers x) implements UpdateKernels {

    @Override
    public void gradientDescent(long theta, long g, int n, double rate, double[] sums, int at) {
        for (int i = 0; i < n; i++) {
            double s = x.get(g, i);
            change(theta, i, s, rate * s, sums, at);
        }
    }

    @Override
    public void momentum(long theta, long g, long v, int n, double rate, double mu, double[] sums, int at) {
        for (int i = 0; i < n; i++) {
            double s = x.get(g, i);
            double velocity = mu * x.get(v, i) + s;
            x.set(v, i, velocity);
            change(theta, i, s, rate * velocity, sums, at);
        }
    }

    @Override
    public void nesterov(long theta, long g, long v, int n, double rate, double mu, double[] sums, int at) {
        for (int i = 0; i < n; i++) {
            double s = x.get(g, i);
            double velocity = mu * x.get(v, i) + s;
            x.set(v, i, velocity);
            change(theta, i, s, rate * (s + mu * velocity), sums, at);
        }
    }

    @Override
    public void adam(long theta, long g, long m, long v, int n, double[] c, double[] sums, int at) {
        double rate = c[0];
        double beta1 = c[1];
        double beta2 = c[2];
        double epsilon = c[3];
        for (int i = 0; i < n; i++) {
            double s = x.get(g, i);
            double mean = beta1 * x.get(m, i) + (1 - beta1) * s;
            double square = beta2 * x.get(v, i) + (1 - beta2) * s * s;
            x.set(m, i, mean);
            x.set(v, i, square);
            change(theta, i, s, rate * mean / (Math.sqrt(square) + epsilon), sums, at);
        }
    }

    /** Takes an update off theta_i and adds the three squares. */
    private void change(long theta, int i, double gradient, double update, double[] sums, int at) {
        double after = x.get(theta, i) - update;
        x.set(theta, i, after);
        sums[at] += gradient * gradient;
        sums[at + 1] += after * after;
        sums[at + 2] += update * update;
    }
}
