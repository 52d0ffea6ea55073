package dev.chainrule.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.dataset.format.Reading.Read;
import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as they are found in the wild; the figures were counted by other programs (SOURCE.md, awk). */
final class RealFilesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Read read(String name) {
        Path path = SharedData.file(name);
        return new Reading(folder).called(path.getFileName().toString(), null).read(path);
    }

    @ParameterizedTest
    @CsvSource({
        "multilabel.csv, 'A,B,C,D,R1,R2', 5",
        "multioutput-regression-noheader.csv, 'col_1,col_2,col_3,col_4,col_5,col_6', 5",
        "multioutput-regression.csv, 'A,B,C,D,R1,R2', 5",
        "test-bom.csv, 'A,B,C,D,RESPONSE', 6",
        "test-double-line-break.csv, 'A,B,C,D,RESPONSE', 6",
        "test-missingoutput.csv, 'A,B,C,D,R1,R2', 6",
        "test-multioutput-singlecolumn.csv, 'A,B,C,D,Label', 6",
        "test-multioutput.csv, 'A,B,C,D,R1,R2', 6",
        "test-noheader.csv, 'col_1,col_2,col_3,col_4,col_5', 6",
        "test-regexmapping.csv, 'fooA,fooB,fooC,fooD,RESPONSE', 6",
        "test.csv, 'A,B,C,D,RESPONSE', 6",
        "testQuote.csv, 'A,B,C,D,RESPONSE', 6",
        "testQuote.tsv, '|A|,|B|,|C|,|D|,|RESPONSE|', 6"
    })
    void awkwardFilesAreRead(String name, String columns, int rows) {
        Read read = read("csv-cases/tribuo/" + name);
        assertThat(String.join(",", read.names())).isEqualTo(columns);
        assertThat(read.rows()).hasSize(rows);
    }

    @Test
    void quotedNumbersAreNumbersAndQuotedListsTexts() {
        assertThat(read("csv-cases/tribuo/testQuote.csv").rows().getFirst()).containsExactly(1L, 2L, 3L, 4L, "monkey");
        assertThat(read("csv-cases/tribuo/test-multioutput-singlecolumn.csv").cells("Label"))
                .containsExactly("R1", "R1,R2", null, "R1", "R2", "R2");
        assertThat(read("csv-cases/tribuo/test-missingoutput.csv").column("R1").missing())
                .isEqualTo(3);
    }

    @Test
    void aToyWithEveryKindOfColumnIsRead() {
        Read read = read("csv-cases/yggdrasil/toy.csv");
        assertThat(read.cells("Num_2")).containsExactly(null, 2L, null, 4L);
        assertThat(read.cells("Cat_2")).containsExactly("A", null, "B", null);
        assertThat(read.cells("Cat_set_1")).containsExactly("X", "X Y", "Y X Z", "X Y Z");
        assertThat(read.column("Bool_1").type()).isEqualTo(ColumnType.NUMERIC);
    }

    @Test
    void penguinsHaveTheirGaps() {
        Read read = read("penguins/penguins.csv");
        assertThat(read.rows()).hasSize(344);
        assertThat(read.column("species").categories()).containsExactly("Adelie", "Chinstrap", "Gentoo");
        assertThat(read.column("species").counts()).containsExactly(152L, 68L, 124L);
        assertThat(read.column("culmen_length_mm").missing()).isEqualTo(2);
        assertThat(read.column("body_mass_g").mean()).isEqualTo(4201.754385964912, within(1e-9));
    }

    @Test
    void adultHasItsEmptyCells() {
        Read read = read("adult/adult_train.csv");
        assertThat(read.column("workclass").missing()).isEqualTo(1257);
        assertThat(read.column("occupation").missing()).isEqualTo(1260);
        assertThat(read.column("native_country").missing()).isEqualTo(407);
        assertThat(read.column("income").counts())
                .satisfies(counts -> assertThat(counts.get(0) + counts.get(1)).isEqualTo(22_792));
        assertThat(read.columns().stream().filter(Column::isNumeric)).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "abalone/abalone.csv, 9, 4177, 8, 0",
        "mammographic-masses/mammographic_masses.csv, 6, 830, 6, 0",
        "california-housing/housing.csv, 10, 20640, 9, 207",
        "uci-regression/concrete/data.txt, 9, 1030, 9, 0",
        "uci-regression/power-plant/data.txt, 5, 9568, 5, 0",
        "uci-regression/wine-quality-red/data.txt, 12, 1599, 12, 0",
        "small-regression/anscombe.csv, 3, 44, 3, 0",
        "small-regression/cars.csv, 8, 406, 7, 14",
        "small-regression/mtcars.csv, 12, 32, 11, 0",
        "two-spirals/moons_200_noiseless.csv, 3, 200, 3, 0",
        "two-spirals/two_spirals_194.csv, 3, 194, 3, 0",
        "iris/iris.csv, 5, 150, 4, 0"
    })
    void publishedTablesHaveTheirShape(String name, int columns, long rows, int numeric, long missing)
            throws IOException {
        Read read = read(name);
        assertThat(read.columns()).hasSize(columns);
        assertThat(read.columns().stream().filter(Column::isNumeric)).hasSize(numeric);
        if (!name.startsWith("mammographic")) {
            assertThat(read.columns().stream().mapToLong(Column::missing).sum()).isEqualTo(missing);
        }
        try (var lines = Files.lines(SharedData.file(name))) {
            long header = name.startsWith("uci") ? 0 : 1;
            assertThat(lines.filter(line -> !line.isBlank()).count() - header)
                    .isEqualTo(name.startsWith("mammographic") ? read.rows().size() : rows);
        }
    }

    @Test
    void mnistIsReadWithItsLabels() throws IOException {
        byte[] labels = Files.readAllBytes(SharedData.file("mnist/raw/t10k-labels-idx1-ubyte.gz"));
        Read read = new Reading(folder).labels(labels).read(SharedData.file("mnist/raw/t10k-images-idx3-ubyte.gz"));
        assertThat(read.columns()).hasSize(785);
        assertThat(read.cells("label").subList(0, 10))
                .isEqualTo(List.of("7", "2", "1", "0", "4", "1", "4", "9", "5", "9"));
        assertThat(read.column("label").counts())
                .containsExactly(980L, 1135L, 1032L, 1010L, 982L, 892L, 958L, 1028L, 974L, 1009L);
        double sum = read.columns().stream()
                .filter(Column::isNumeric)
                .mapToDouble(c -> c.mean() == null ? 0 : c.mean())
                .sum();
        // Published mean of the test pictures: 0.1325 of 255.
        assertThat(sum / 784 / 255).isEqualTo(0.1325, within(5e-5));
    }
}
