package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.ScalarActivation.CUBE;
import static dev.chainrule.engine.array.ScalarActivation.RATE;
import static dev.chainrule.engine.array.ScalarActivation.density;
import static dev.chainrule.engine.array.ScalarActivation.map;
import static dev.chainrule.engine.array.ScalarActivation.near;
import static dev.chainrule.engine.array.ScalarActivation.sigmoid;
import static dev.chainrule.engine.array.ScalarActivation.sigmoidSlope;
import static dev.chainrule.engine.array.ScalarActivation.w;
import static dev.chainrule.engine.array.ScalarActivation.w1;

/** Second derivatives, in double, rounded once. */
record ScalarCurvature(Numbers x) implements CurvatureKernels {

    @Override
    public void eluCurvature(long y, long h, int n, double below) {
        for (int i = 0; i < n; i++) {
            double s = x.get(h, i);
            x.set(y, i, s > 0 ? 0 : s + below);
        }
    }

    @Override
    public void geluCurvature(long y, long a, int n) {
        map(x, y, a, n, s -> density(near(s)) * (2 - near(s) * near(s)));
    }

    @Override
    public void geluByTanhCurvature(long y, long a, int n) {
        map(x, y, a, n, u -> {
            double s = near(u);
            double w1 = w1(s);
            double w2 = RATE * 6 * CUBE * s;
            return sigmoidSlope(w(s)) * (2 * w1 + s * ((1 - 2 * sigmoid(w(s))) * w1 * w1 + w2));
        });
    }

    @Override
    public void siluCurvature(long y, long a, int n) {
        map(x, y, a, n, s -> sigmoidSlope(s) * (2 + near(s) * (1 - 2 * sigmoid(s))));
    }

    @Override
    public void mishCurvature(long y, long a, int n) {
        map(x, y, a, n, s -> {
            double e = StrictMath.exp(Math.min(s, 40));
            double q = e * (e + 2) + 2;
            double t1 = 4 * e * (e + 1) / q / q;
            double t2 = 4 * e * (2 * e + 1) / q / q - t1 * 4 * e * (e + 1) / q;
            return 2 * t1 + near(s) * t2;
        });
    }

    @Override
    public void softplusCurvature(long y, long a, int n) {
        map(x, y, a, n, ScalarActivation::sigmoidSlope);
    }

    @Override
    public void softsignCurvature(long y, long a, int n) {
        map(x, y, a, n, s -> -2 * Math.signum(s) / ((1 + Math.abs(s)) * (1 + Math.abs(s)) * (1 + Math.abs(s))));
    }

    @Override
    public void huberTangent(long g, long a, long t, int n, double delta) {
        for (int i = 0; i < n; i++) {
            if (Math.abs(x.get(a, i) - x.get(t, i)) >= delta) {
                x.set(g, i, 0);
            }
        }
    }

    @Override
    public void logCoshTangent(long g, long a, long t, int n) {
        for (int i = 0; i < n; i++) {
            double e = StrictMath.exp(-2 * Math.abs(x.get(a, i) - x.get(t, i)));
            x.set(g, i, x.get(g, i) * (4 * e / ((1 + e) * (1 + e))));
        }
    }
}
