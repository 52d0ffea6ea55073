package dev.chainrule.dataset.generate;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** Makes a dataset; the same fields make the same numbers on every machine. */
public sealed interface Generator {

    /** Rows at most. */
    double MOST = 1_000_000;

    /** Numbers at most. */
    long MOST_CELLS = 20_000_000;

    /** What it makes. */
    GeneratedData generate();

    private static void checkCells(int rows, int features) {
        if ((long) rows * features > MOST_CELLS) {
            throw new IllegalArgumentException(
                    rows + " rows of " + features + " features are more than " + MOST_CELLS + " numbers");
        }
    }

    @Help("Fisher's iris flowers (1936): 150 flowers of 3 species, 4 lengths in cm. Real data, nothing random.")
    record Iris() implements Generator {
        @Override
        public GeneratedData generate() {
            return IrisFlowers.read();
        }
    }

    @Formula("label = (x1 < 0) xor (x2 < 0), corners at -1 and 1")
    @Help("Exclusive or: the smallest problem that no straight line solves.")
    record Xor(
            @Help("Number of rows.") @Default("200") @Range(min = 4, max = MOST)
            int rows,

            @Help("Seed.") @Default("1") long seed,

            @Help("Standard deviation of the noise added to each coordinate.")
            @Default("0.1")
            @Range(min = 0, max = 100)
            double noise)
            implements Generator {
        public Xor {
            Member.check(Xor.class, rows, seed, noise);
        }

        @Override
        public GeneratedData generate() {
            return Planar.xor(this);
        }
    }

    @Formula("outer: (cos t, sin t); inner: factor (cos t, sin t)")
    @Help("A circle inside a circle.")
    record Circles(
            @Help("Number of rows.") @Default("200") @Range(min = 4, max = MOST)
            int rows,

            @Help("Seed.") @Default("1") long seed,

            @Help("Standard deviation of the noise added to each coordinate.")
            @Default("0.05")
            @Range(min = 0, max = 100)
            double noise,

            @Help("Radius of the inner circle; the outer one's is 1.")
            @Default("0.5")
            @Range(min = 0, max = 1, openMax = true)
            double factor)
            implements Generator {
        public Circles {
            Member.check(Circles.class, rows, seed, noise, factor);
        }

        @Override
        public GeneratedData generate() {
            return Planar.circles(this);
        }
    }

    @Formula("upper: (cos t, sin t); lower: (1 - cos t, 1/2 - sin t); 0 <= t <= pi")
    @Help("Two half moons, one reaching into the other.")
    record Moons(
            @Help("Number of rows.") @Default("200") @Range(min = 4, max = MOST)
            int rows,

            @Help("Seed.") @Default("1") long seed,

            @Help("Standard deviation of the noise added to each coordinate.")
            @Default("0.1")
            @Range(min = 0, max = 100)
            double noise)
            implements Generator {
        public Moons {
            Member.check(Moons.class, rows, seed, noise);
        }

        @Override
        public GeneratedData generate() {
            return Planar.moons(this);
        }
    }

    @Formula("arm j of k: r = t, angle = 2 pi (turns t + j / k); 0 < t <= 1")
    @Help("Interleaved spirals, one a class.")
    record Spiral(
            @Help("Number of rows.") @Default("200") @Range(min = 4, max = MOST)
            int rows,

            @Help("Seed.") @Default("1") long seed,

            @Help("Standard deviation of the noise added to each coordinate.")
            @Default("0.02")
            @Range(min = 0, max = 100)
            double noise,

            @Help("Number of arms.") @Default("2") @Range(min = 2, max = 20)
            int classes,

            @Help("Turns of an arm.") @Default("1.5") @Range(min = 0, max = 20)
            double turns)
            implements Generator {
        public Spiral {
            Member.check(Spiral.class, rows, seed, noise, classes, turns);
        }

        @Override
        public GeneratedData generate() {
            return Planar.spiral(this);
        }
    }

    @Formula("x ~ N(center of the class, deviation^2 I), centers ~ U[-10, 10)")
    @Help("Clouds of points, one a class.")
    record Blobs(
            @Help("Number of rows.") @Default("300") @Range(min = 4, max = MOST)
            int rows,

            @Help("Seed.") @Default("1") long seed,

            @Help("Standard deviation of a cloud.") @Default("1") @Range(min = 0, max = 100)
            double noise,

            @Help("Number of clouds.") @Default("3") @Range(min = 2, max = 100)
            int classes,

            @Help("Number of coordinates.") @Default("2") @Range(min = 1, max = 1_000)
            int features)
            implements Generator {
        public Blobs {
            Member.check(Blobs.class, rows, seed, noise, classes, features);
            checkCells(rows, features);
        }

        @Override
        public GeneratedData generate() {
            return Clouds.blobs(this);
        }
    }

    @Formula("y = w' x + b + noise, x ~ N(0, I), w and b ~ N(0, 1)")
    @Help("A linear law with known weights, for regression: how near does training come?")
    record Linear(
            @Help("Number of rows.") @Default("200") @Range(min = 4, max = MOST)
            int rows,

            @Help("Seed.") @Default("1") long seed,

            @Help("Standard deviation of the noise added to y.") @Default("0.1") @Range(min = 0, max = 100)
            double noise,

            @Help("Number of features.") @Default("3") @Range(min = 1, max = 1_000)
            int features)
            implements Generator {
        public Linear {
            Member.check(Linear.class, rows, seed, noise, features);
            checkCells(rows, features);
        }

        @Override
        public GeneratedData generate() {
            return Clouds.linear(this);
        }
    }
}
