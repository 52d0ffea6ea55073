package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.table.CellRules;
import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.NumberRows;
import dev.chainrule.dataset.table.RowSink;
import dev.chainrule.dataset.table.Rows;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.dataset.table.TableBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole rows read at once give the very bits that cells read one by one give. */
final class MomentsTest {

    private static final int ROWS = 500;
    /** Columns 0-3 hold bytes, 4-6 floats, 7-9 doubles; 5 and 8 miss some cells, 2 and 9 are constant, 6 is huge beside its spread. */
    private static final int COLUMNS = 10;

    @TempDir
    private Path folder;

    private final double[][] cells = cells();
    private Table table;

    private static double[][] cells() {
        Random random = new Random(7);
        double[][] cells = new double[ROWS][COLUMNS];
        for (double[] row : cells) {
            for (int j = 0; j < COLUMNS; j++) {
                row[j] = j < 4 ? random.nextInt(256) : j < 7 ? (float) random.nextGaussian() : random.nextGaussian();
            }
            row[2] = 17;
            row[5] = random.nextInt(3) == 0 ? Double.NaN : row[5];
            row[6] = 1_000_000 + random.nextInt(3);
            row[8] = random.nextInt(3) == 0 ? Double.NaN : row[8];
            row[9] = 0.1;
        }
        return cells;
    }

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("numbers.table");
        try (OutputStream out = Files.newOutputStream(file)) {
            TableBuilder.look(new Numbers(cells), CellRules.DEFAULT, Map.of(), Files.createFile(folder.resolve("tape")))
                    .write(out, Files.createFile(folder.resolve("pool")));
        }
        table = Table.open(file);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private record Numbers(double[][] cells) implements Rows {

        @Override
        public List<String> names() {
            return IntStream.range(0, COLUMNS).mapToObj(j -> "c" + j).toList();
        }

        @Override
        public void walk(RowSink sink, FileFaults faults) {
            for (int i = 0; i < cells.length; i++) {
                sink.beginRow(i + 1);
                for (int j = 0; j < COLUMNS; j++) {
                    if (Double.isNaN(cells[i][j])) {
                        sink.missing(j);
                    } else {
                        sink.number(j, cells[i][j]);
                    }
                }
                sink.endRow();
            }
        }
    }

    @Test
    void aRowHasTheCellsOfItsColumnsInTheOrderAskedFor() {
        for (int[] columns : new int[][] {{0, 1, 2, 3}, {9, 8, 7, 3, 1, 2}, {4, 6}, {}, {0, 4, 5, 7, 8, 1}}) {
            NumberRows rows = table.numbers(columns);
            double[] values = new double[columns.length];
            for (int row = 0; row < ROWS; row++) {
                rows.read(row, values);
                int at = row;
                assertThat(values)
                        .containsExactly(IntStream.of(columns)
                                .mapToDouble(j -> cells[at][j])
                                .toArray());
            }
        }
    }

    @Test
    void onlyColumnsOfBytesAreBytes() {
        assertThat(table.numbers(new int[] {0, 3, 1}).areBytes()).isTrue();
        assertThat(table.numbers(new int[] {0, 4}).areBytes()).isFalse();
    }

    @Test
    void momentsAreThoseOfCellsReadOneByOne() {
        int[] some = IntStream.range(0, ROWS).filter(i -> i % 3 != 1).toArray();
        for (int[] columns : List.of(IntStream.range(0, COLUMNS).toArray(), new int[] {0, 1, 2, 3})) {
            for (int[] rows : List.of(some, new int[] {4}, new int[0])) {
                same(columns, rows);
            }
        }
    }

    private void same(int[] columns, int[] rows) {
        for (Scaling scaling : Scaling.values()) {
            Moments moments = Moments.of(table.numbers(columns), rows, scaling);
            for (int j = 0; j < columns.length; j++) {
                double[] plain = plain(columns[j], rows);
                boolean spread = scaling == Scaling.STANDARD;
                double[] seen = {moments.mean[j], spread ? moments.deviation[j] : 0, moments.min[j], moments.max[j]};
                assertThat(seen).containsExactly(plain[0], spread ? plain[1] : 0, plain[2], plain[3]);
            }
        }
    }

    /** Mean, deviation, least and greatest of a column, by the definition, cell by cell. */
    private double[] plain(int column, int[] rows) {
        List<Double> known = new ArrayList<>();
        for (int row : rows) {
            double value = table.numbers(column).at(row);
            if (!Double.isNaN(value)) {
                known.add(value);
            }
        }
        double sum = 0;
        double lost = 0;
        for (double value : known) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
        double mean = (sum + lost) / known.size();
        double min = known.stream().mapToDouble(v -> v).min().orElse(Double.POSITIVE_INFINITY);
        double max = known.stream().mapToDouble(v -> v).max().orElse(Double.NEGATIVE_INFINITY);
        double reach = Math.max(max - mean, mean - min);
        double[] squares = known.stream()
                .mapToDouble(v -> reach > 0 ? (v - mean) / reach * ((v - mean) / reach) : 0)
                .toArray();
        double total = 0;
        for (double square : squares) {
            total += square;
        }
        return new double[] {mean, reach * Math.sqrt(total / known.size()), min, max};
    }

    @Test
    void oneOtherCellIsSeen() {
        double before = Moments.of(table.numbers(new int[] {0}), rows(), Scaling.STANDARD).mean[0];
        int[] without = Arrays.copyOf(rows(), ROWS - 1);
        assertThat(Moments.of(table.numbers(new int[] {0}), without, Scaling.STANDARD).mean[0])
                .isNotEqualTo(before);
    }

    private static int[] rows() {
        return IntStream.range(0, ROWS).toArray();
    }
}
