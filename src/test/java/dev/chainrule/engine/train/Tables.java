package dev.chainrule.engine.train;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.OffHeap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Real tables for tests, standardized, in float64; a test that needs one that is not here is skipped and says so. */
final class Tables {

    private static final Path DATA = Path.of("../shared/data");

    private Tables() {}

    /** The flowers, one-hot. */
    static Examples iris() {
        List<String[]> rows = rows("iris/iris.csv");
        List<String> species = rows.stream().map(r -> r[4]).distinct().sorted().toList();
        double[][] y = new double[species.size()][rows.size()];
        for (int j = 0; j < rows.size(); j++) {
            y[species.indexOf(rows.get(j)[4])][j] = 1;
        }
        return new Examples(features(rows, 4), OffHeap.matrix(DataType.DOUBLE, y));
    }

    /** Masses without missing values; 1 is malignant. */
    static Examples masses() {
        List<String[]> rows = rows("mammographic-masses/mammographic_masses.csv");
        double[][] y = {rows.stream().mapToDouble(r -> Double.parseDouble(r[5])).toArray()};
        return new Examples(features(rows, 5), OffHeap.matrix(DataType.DOUBLE, y));
    }

    /** Strength of concrete, in units of its deviation. */
    static Examples cars() {
        List<String[]> rows = rows("small-regression/mtcars.csv");
        List<String[]> numbers = rows.stream()
                .map(r -> Arrays.copyOfRange(r, r.length - 11, r.length))
                .toList();
        List<String[]> inputs =
                numbers.stream().map(r -> Arrays.copyOfRange(r, 1, 7)).toList();
        return new Examples(features(inputs, 6), features(numbers, 1));
    }

    private static List<String[]> rows(String file) {
        Path path = DATA.resolve(file);
        assumeTrue(Files.exists(path), () -> path + " is not here");
        try {
            List<String[]> rows = new ArrayList<>();
            for (String line : Files.readAllLines(path)) {
                String[] cells = line.split(",", -1);
                if (Arrays.stream(cells).noneMatch(String::isEmpty)) {
                    rows.add(cells);
                }
            }
            rows.removeFirst();
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static org.nd4j.linalg.api.ndarray.INDArray features(List<String[]> rows, int count) {
        double[][] x = new double[count][];
        for (int i = 0; i < count; i++) {
            int column = i;
            double[] values = rows.stream()
                    .mapToDouble(r -> Double.parseDouble(r[column]))
                    .toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(values)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow());
            x[i] = Arrays.stream(values).map(v -> (v - mean) / deviation).toArray();
        }
        return OffHeap.matrix(DataType.DOUBLE, x);
    }
}
