package dev.chainrule.dataset.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.dataset.table.ColumnType;
import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.RowSink;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.web.SpecReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Every generator of the family, found by itself; and what each one's equation says. */
final class GeneratorTest {

    static Stream<Generator> all() {
        return Family.of(Generator.class).names().stream().map(GeneratorTest::byName);
    }

    private static Generator byName(String name) {
        return Objects.requireNonNull(SpecReader.readMember(
                JsonNodeFactory.instance.stringNode(name), Generator.class, "", new ArrayList<>()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void makesFiniteRowsUnderItsNames(Generator generator) {
        GeneratedData data = generator.generate();
        Sample sample = Sample.of(data);
        assertThat(sample.rows).hasSize(data.rows());
        assertThat(sample.rows)
                .allSatisfy(row -> assertThat(row).hasSize(data.names().size()));
        assertThat(sample.rows.stream().flatMapToDouble(Arrays::stream)).allMatch(Double::isFinite);
        assertThat(data.names()).doesNotHaveDuplicates();
        assertThat(data.type(data.names().indexOf(data.target())))
                .isEqualTo(data.classes().isEmpty() ? ColumnType.NUMERIC : ColumnType.CATEGORICAL);
        assertThat(Member.of(((Record) generator).getClass()).help()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void makesTheSameRowsEachTime(Generator generator) {
        GeneratedData data = generator.generate();
        assertThat(Sample.of(data).rows).usingRecursiveComparison().isEqualTo(Sample.of(data).rows);
        assertThat(Sample.of(generator.generate()).rows)
                .usingRecursiveComparison()
                .isEqualTo(Sample.of(data).rows);
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesEachClassItsShare(Generator generator) {
        GeneratedData data = generator.generate();
        for (int label = 0; label < data.classes().size(); label++) {
            int wanted = label;
            long count = Sample.of(data).rows.stream()
                    .filter(row -> row[row.length - 1] == wanted)
                    .count();
            assertThat((double) count)
                    .isEqualTo((double) data.rows() / data.classes().size(), within(1.0));
        }
    }

    @Test
    void otherSeedsMakeOtherRows() {
        double[] one =
                Sample.of(new Generator.Moons(10, 1, 0.1).generate()).rows.getFirst();
        double[] two =
                Sample.of(new Generator.Moons(10, 2, 0.1).generate()).rows.getFirst();
        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void irisIsFishersTable() {
        Sample sample = Sample.of(new Generator.Iris().generate());
        assertThat(sample.rows).hasSize(150);
        // Published column means (scikit-learn's description of the data).
        assertThat(sample.mean(0)).isEqualTo(5.843, within(5e-4));
        assertThat(sample.mean(1)).isEqualTo(3.057, within(5e-4));
        assertThat(sample.mean(2)).isEqualTo(3.758, within(5e-4));
        assertThat(sample.mean(3)).isEqualTo(1.199, within(5e-4));
    }

    @Test
    void withoutNoisePointsLieOnTheirCurves() {
        for (double[] p : Sample.of(new Generator.Circles(100, 3, 0, 0.4).generate()).rows) {
            assertThat(Math.hypot(p[0], p[1])).isEqualTo(p[2] == 0 ? 1 : 0.4, within(1e-12));
        }
        for (double[] p : Sample.of(new Generator.Moons(100, 3, 0).generate()).rows) {
            double x = p[2] == 0 ? p[0] : 1 - p[0];
            double y = p[2] == 0 ? p[1] : 0.5 - p[1];
            assertThat(Math.hypot(x, y)).isEqualTo(1, within(1e-12));
            assertThat(y).isGreaterThanOrEqualTo(0);
        }
        for (double[] p : Sample.of(new Generator.Xor(100, 3, 0).generate()).rows) {
            assertThat(p[2]).isEqualTo((p[0] < 0) != (p[1] < 0) ? 1 : 0);
            assertThat(Math.abs(p[0]) + Math.abs(p[1])).isEqualTo(2);
        }
        for (double[] p : Sample.of(new Generator.Spiral(300, 3, 0, 3, 2).generate()).rows) {
            double radius = Math.hypot(p[0], p[1]);
            double turns = Math.atan2(p[1], p[0]) / (2 * Math.PI) - 2 * radius - p[2] / 3;
            assertThat(Math.abs(turns - Math.rint(turns))).isLessThan(1e-9);
        }
    }

    @Test
    void noiseHasItsDeviation() {
        Sample sample = Sample.of(new Generator.Xor(40_000, 5, 0.3).generate());
        double squares = 0;
        for (double[] p : sample.rows) {
            squares += Math.pow(p[0] - Math.signum(p[0]), 2);
        }
        // Points that crossed the middle are measured from the wrong corner: a few in ten thousand.
        assertThat(Math.sqrt(squares / 40_000)).isEqualTo(0.3, within(0.01));
    }

    @Test
    void cloudsLieAroundTheirCenters() {
        GeneratedData data = new Generator.Blobs(30_000, 2, 1.5, 3, 4).generate();
        double[][] centers = (double[][]) Objects.requireNonNull(data.truth().get("centers"));
        double[][] sums = new double[3][4];
        for (double[] p : Sample.of(data).rows) {
            for (int j = 0; j < 4; j++) {
                sums[(int) p[4]][j] += p[j] / 10_000;
            }
        }
        for (int c = 0; c < 3; c++) {
            assertThat(sums[c]).containsExactly(centers[c], within(0.06));
        }
    }

    @Test
    void theLinearLawIsItsTruth() {
        GeneratedData data = new Generator.Linear(500, 9, 0, 4).generate();
        double[] weights = (double[]) Objects.requireNonNull(data.truth().get("weights"));
        double intercept = (double) Objects.requireNonNull(data.truth().get("intercept"));
        for (double[] p : Sample.of(data).rows) {
            double y = intercept;
            for (int j = 0; j < 4; j++) {
                y += weights[j] * p[j];
            }
            assertThat(p[4]).isEqualTo(y, within(1e-12));
        }
    }

    @Test
    void sizesAreBounded() {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new Generator.Blobs(1_000_000, 1, 1, 2, 1_000))
                .withMessageContaining("more than");
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> new Generator.Xor(3, 1, 0))
                .withMessageContaining("rows must be >= 4");
    }

    /** Rows as numbers, a class as its number. */
    private static final class Sample implements RowSink {
        private final List<double[]> rows = new ArrayList<>();
        private final List<String> classes;
        private final int width;
        private double[] row = {};

        private Sample(GeneratedData data) {
            classes = data.classes();
            width = data.names().size();
        }

        static Sample of(GeneratedData data) {
            Sample sample = new Sample(data);
            data.walk(sample, new FileFaults());
            return sample;
        }

        double mean(int column) {
            return rows.stream().mapToDouble(r -> r[column]).average().orElseThrow();
        }

        @Override
        public void beginRow(long line) {
            row = new double[width];
        }

        @Override
        public void number(int column, double value) {
            row[column] = value;
        }

        @Override
        public void cell(int column, char[] letters, int from, int to) {
            throw new AssertionError("no cell of a generator is text");
        }

        @Override
        public void text(int column, char[] letters, int from, int to) {
            row[column] = classes.indexOf(new String(letters, from, to - from));
        }

        @Override
        public void missing(int column) {
            row[column] = Double.NaN;
        }

        @Override
        public void endRow() {
            rows.add(row);
        }
    }
}
