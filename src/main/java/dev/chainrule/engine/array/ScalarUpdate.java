package dev.chainrule.engine.array;

/** Plain loops in double: the reference that the vector loops are tested against. */
record ScalarUpdate(Numbers x) implements UpdateKernels {

    @Override
    public void scale(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            x.set(u, i, c[0] * x.get(g, i));
        }
    }

    @Override
    public void decay(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            x.set(u, i, x.get(g, i) + c[0] * x.get(at[0], i));
        }
    }

    @Override
    public void momentum(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double velocity = c[0] * x.get(at[1], i) + c[1] * s;
            x.set(at[1], i, velocity);
            x.set(u, i, c[2] * s + c[3] * velocity);
        }
    }

    @Override
    public void normalize(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double square = c[1] * x.get(at[1], i) + c[2] * s * s;
            x.set(at[1], i, square);
            x.set(u, i, c[0] * s / (Math.sqrt(square + c[3]) + c[4]));
        }
    }

    @Override
    public void normalizeCentered(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double off = s - x.get(at[2], i);
            double variance = c[1] * (x.get(at[1], i) + c[2] * off * off);
            x.set(at[1], i, variance);
            x.set(at[2], i, x.get(at[2], i) + c[2] * off);
            x.set(u, i, c[0] * s / (Math.sqrt(variance + c[3]) + c[4]));
        }
    }

    @Override
    public void adadelta(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double square = c[1] * x.get(at[1], i) + (1 - c[1]) * s * s;
            double before = x.get(at[2], i);
            double delta = s * Math.sqrt((before + c[2]) / (square + c[2]));
            x.set(at[1], i, square);
            x.set(at[2], i, c[1] * before + (1 - c[1]) * delta * delta);
            x.set(u, i, c[0] * delta);
        }
    }

    @Override
    public void adam(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double mean = c[2] * x.get(at[1], i) + (1 - c[2]) * s;
            double square = c[3] * x.get(at[2], i) + (1 - c[3]) * s * s;
            x.set(at[1], i, mean);
            x.set(at[2], i, square);
            x.set(u, i, (c[0] * mean + c[1] * s) / (Math.sqrt(square) + c[4]));
        }
    }

    @Override
    public void amsgrad(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double mean = c[1] * x.get(at[1], i) + (1 - c[1]) * s;
            double square = c[2] * x.get(at[2], i) + (1 - c[2]) * s * s;
            double top = Math.max(x.get(at[3], i), square);
            x.set(at[1], i, mean);
            x.set(at[2], i, square);
            x.set(at[3], i, top);
            x.set(u, i, c[0] * mean / (Math.sqrt(top) + c[3]));
        }
    }

    @Override
    public void adamax(long u, long g, long[] at, int from, int to, double[] c) {
        for (int i = from; i < to; i++) {
            double s = x.get(g, i);
            double mean = c[1] * x.get(at[1], i) + (1 - c[1]) * s;
            double most = Math.max(c[2] * x.get(at[2], i), Math.abs(s) + c[3]);
            x.set(at[1], i, mean);
            x.set(at[2], i, most);
            x.set(u, i, c[0] * mean / (most + c[4]));
        }
    }

    @Override
    public void take(long theta, long u, int from, int to, double[] sums) {
        for (int i = from; i < to; i++) {
            double update = x.get(u, i);
            double after = x.get(theta, i) - update;
            x.set(theta, i, after);
            sums[0] += after * after;
            sums[1] += update * update;
        }
    }
}
