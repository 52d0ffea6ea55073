package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import java.util.stream.IntStream;

/** F(x) = 1/2 sum_i h_i (x_i - x*_i)^2 with eigenvalues h from lambda to lambda condition in equal ratios. */
@Formula("F(x) = 1/2 (x - x*)' H (x - x*), gradient H (x - x*) + noise")
@Help("A quadratic of known minimum with noisy gradients.")
public record Quadratic(
        @Help("Length of x.") @Default("10") @Range(min = 1, max = 1_000)
        int dimension,

        @Help("Largest over smallest eigenvalue of H; the smallest is lambda.") @Default("4") @Range(min = 1, max = 1e6)
        double condition,

        @Help("Root mean square length of the gradient's noise.") @Default("1") @Range(min = 0, max = 1e6)
        double noise,

        @Help("Distance of the minimum from the start; the ball around the start has twice this radius.")
        @Default("1")
        @Range(min = 0, openMin = true, max = 1e6)
        double distance) {

    public Quadratic {
        Member.check(Quadratic.class, dimension, condition, noise, distance);
    }

    /** This quadratic with lambda as the smallest eigenvalue. */
    StronglyConvex problem(double lambda) {
        return new Problem(this, lambda);
    }

    private static final class Problem implements StronglyConvex {

        private final double[] h;
        private final double optimum;
        private final double lambda;
        private final double radius;
        private final double sign;
        private final double bound;

        Problem(Quadratic q, double lambda) {
            int d = q.dimension();
            this.lambda = lambda;
            this.h = IntStream.range(0, d)
                    .mapToDouble(i -> lambda * (d == 1 ? 1 : Math.pow(q.condition(), (double) i / (d - 1))))
                    .toArray();
            this.optimum = q.distance() / Math.sqrt(d);
            this.radius = 2 * q.distance();
            this.sign = q.noise() / Math.sqrt(d);
            double steepest = h[d - 1] * (radius + q.distance());
            this.bound = steepest * steepest + q.noise() * q.noise();
        }

        @Override
        public int dimension() {
            return h.length;
        }

        @Override
        public double strength() {
            return lambda;
        }

        @Override
        public double smoothness() {
            return h[h.length - 1];
        }

        @Override
        public double radius() {
            return radius;
        }

        /** (h_max (radius + |x*|))^2 + E|noise|^2: no point of the ball is farther from x*. */
        @Override
        public double gradientBound() {
            return bound;
        }

        /** H (x - x*) + noise / d^(1/2) times random signs, which have mean 0 and squared length noise^2. */
        @Override
        public void gradient(double[] out, double[] x, RandomStream random) {
            int bits = 0;
            for (int i = 0; i < out.length; i++) {
                bits = i % Integer.SIZE == 0 ? random.nextInt() : bits >>> 1;
                out[i] = h[i] * (x[i] - optimum) + ((bits & 1) == 0 ? sign : -sign);
            }
        }

        @Override
        public double gap(double[] x) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += h[i] * (x[i] - optimum) * (x[i] - optimum) / 2;
            }
            return sum;
        }
    }
}
