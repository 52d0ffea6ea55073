package dev.chainrule.dataset.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Points of any dimension. */
final class Clouds {

    private static final double REACH = 10;
    /** Keeps the draws of the law apart from those of the rows. */
    private static final long LAW = 0x9e3779b97f4a7c15L;

    private Clouds() {}

    static GeneratedData blobs(Generator.Blobs spec) {
        Random law = new Random(spec.seed() ^ LAW);
        double[][] centers = new double[spec.classes()][spec.features()];
        for (double[] center : centers) {
            Arrays.setAll(center, j -> REACH * (2 * law.nextDouble() - 1));
        }
        List<String> names = names(spec.features(), "label");
        List<String> classes =
                IntStream.range(0, centers.length).mapToObj(Integer::toString).toList();
        Map<String, Object> truth = Map.of("centers", centers, "deviation", spec.noise());
        return new GeneratedData(names, spec.rows(), spec.seed(), classes, truth, (i, x, random) -> {
            int label = i % centers.length;
            Arrays.setAll(x, j -> centers[label][j] + spec.noise() * random.nextGaussian());
            return label;
        });
    }

    static GeneratedData linear(Generator.Linear spec) {
        Random law = new Random(spec.seed() ^ LAW);
        double[] weights = new double[spec.features()];
        Arrays.setAll(weights, j -> law.nextGaussian());
        double intercept = law.nextGaussian();
        List<String> names = names(spec.features(), "y");
        Map<String, Object> truth = Map.of("weights", weights, "intercept", intercept, "noise", spec.noise());
        return new GeneratedData(names, spec.rows(), spec.seed(), List.of(), truth, (i, x, random) -> {
            double y = intercept;
            for (int j = 0; j < x.length; j++) {
                x[j] = random.nextGaussian();
                y += weights[j] * x[j];
            }
            return y + spec.noise() * random.nextGaussian();
        });
    }

    private static List<String> names(int features, String target) {
        List<String> names = new ArrayList<>();
        IntStream.rangeClosed(1, features).mapToObj(j -> "x" + j).forEach(names::add);
        names.add(target);
        return List.copyOf(names);
    }
}
