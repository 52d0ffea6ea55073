package dev.chainrule.dataset.generate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** R. A. Fisher, The use of multiple measurements in taxonomic problems (1936); the file is beside this class, CC BY 4.0. */
final class IrisFlowers {

    private static final List<String> NAMES =
            List.of("sepal_length", "sepal_width", "petal_length", "petal_width", "species");

    private IrisFlowers() {}

    static GeneratedData read() {
        List<String[]> lines = lines();
        List<String> species = lines.stream().map(line -> line[4]).distinct().toList();
        return new GeneratedData(NAMES, lines.size(), 0, species, Map.of(), (i, features, random) -> {
            String[] line = lines.get(i);
            for (int j = 0; j < features.length; j++) {
                features[j] = Double.parseDouble(line[j]);
            }
            return species.indexOf(line[4]);
        });
    }

    private static List<String[]> lines() {
        InputStream file = Objects.requireNonNull(IrisFlowers.class.getResourceAsStream("iris.csv"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
