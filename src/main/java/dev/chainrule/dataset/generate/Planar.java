package dev.chainrule.dataset.generate;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Points in the plane with a class. Curves are computed by StrictMath: the same bits on every machine. */
final class Planar {

    private static final List<String> NAMES = List.of("x1", "x2", "label");

    private Planar() {}

    static GeneratedData xor(Generator.Xor spec) {
        return points(spec.rows(), spec.seed(), spec.noise(), 2, (i, x, random) -> {
            // The four corners in turn, so that both classes and all corners weigh the same.
            x[0] = (i & 1) == 0 ? -1 : 1;
            x[1] = (i & 2) == 0 ? -1 : 1;
            return x[0] == x[1] ? 0 : 1;
        });
    }

    static GeneratedData circles(Generator.Circles spec) {
        return points(spec.rows(), spec.seed(), spec.noise(), 2, (i, x, random) -> {
            double radius = (i & 1) == 0 ? 1 : spec.factor();
            polar(x, radius, 2 * Math.PI * random.nextDouble());
            return i & 1;
        });
    }

    static GeneratedData moons(Generator.Moons spec) {
        return points(spec.rows(), spec.seed(), spec.noise(), 2, (i, x, random) -> {
            polar(x, 1, Math.PI * random.nextDouble());
            if ((i & 1) == 1) {
                x[0] = 1 - x[0];
                x[1] = 0.5 - x[1];
            }
            return i & 1;
        });
    }

    static GeneratedData spiral(Generator.Spiral spec) {
        int arms = spec.classes();
        return points(spec.rows(), spec.seed(), spec.noise(), arms, (i, x, random) -> {
            int arm = i % arms;
            double t = 1 - random.nextDouble();
            polar(x, t, 2 * Math.PI * (spec.turns() * t + (double) arm / arms));
            return arm;
        });
    }

    private static void polar(double[] x, double radius, double angle) {
        x[0] = radius * StrictMath.cos(angle);
        x[1] = radius * StrictMath.sin(angle);
    }

    private static GeneratedData points(int rows, long seed, double noise, int classes, GeneratedData.Maker curve) {
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return new GeneratedData(NAMES, rows, seed, names, Map.of(), (i, x, random) -> {
            double label = curve.fill(i, x, random);
            shake(x, noise, random);
            return label;
        });
    }

    private static void shake(double[] x, double noise, Random random) {
        for (int j = 0; j < x.length; j++) {
            x[j] += noise * random.nextGaussian();
        }
    }
}
