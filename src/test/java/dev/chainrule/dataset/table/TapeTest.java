package dev.chainrule.dataset.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table written from what the first walk noted is, byte by byte, the one written from a second walk. */
final class TapeTest {

    private static final int WIDTH = 9;
    private static final int ROWS = 20_000;

    @TempDir
    private Path folder;

    private int files;

    /** Rows of letters, which count how often they are walked. */
    private static final class Letters implements Rows {
        private final List<String[]> cells;
        private final boolean text;
        private int walks;

        Letters(List<String[]> cells, boolean text) {
            this.cells = cells;
            this.text = text;
        }

        @Override
        public List<String> names() {
            return IntStream.range(0, WIDTH).mapToObj(j -> "c" + j).toList();
        }

        @Override
        public boolean isText() {
            return text;
        }

        @Override
        public void walk(RowSink sink, FileFaults faults) {
            walks++;
            long line = 2;
            for (String[] row : cells) {
                line += row[0].length() % 3 == 0 ? 5 : 1;
                sink.beginRow(line);
                for (int j = 0; j < WIDTH; j++) {
                    sink.cell(j, row[j].toCharArray(), 0, row[j].length());
                }
                sink.endRow();
            }
        }
    }

    private byte[] table(Letters rows, Map<String, TableBuilder.Wish> wishes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableBuilder.look(rows, CellRules.DEFAULT, wishes, newFile()).write(out, newFile());
        return out.toByteArray();
    }

    private Path newFile() throws IOException {
        return Files.createFile(folder.resolve("scratch" + files++));
    }

    private static List<String[]> cells(Random random) {
        String[] odd = {
            "-0",
            "0",
            "1e-310",
            "4.9e-324",
            "1.7976931348623157e308",
            "9007199254740993",
            " 7 ",
            "240",
            "241",
            "255",
            "256"
        };
        String[] words = {"true", "Yes", "no", "NA", "F"};
        List<String[]> cells = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            cells.add(new String[] {
                String.valueOf(random.nextInt(300)),
                String.valueOf(random.nextFloat()),
                String.valueOf(random.nextGaussian()),
                random.nextInt(9) == 0 ? "?" : random.nextInt(-999, 999) + "." + random.nextInt(10),
                odd[random.nextInt(odd.length)],
                random.nextInt(5) == 0 ? "" : "w\u00e9" + random.nextInt(40),
                random.nextInt(50) == 0 ? "\u6f22\ud83d\ude00".repeat(random.nextInt(900)) + "z" : "plain",
                words[random.nextInt(words.length)],
                String.valueOf(random.nextInt(7)),
            });
        }
        return cells;
    }

    @Test
    void givesTheTableOfASecondWalk() throws IOException {
        List<String[]> cells = cells(new Random(1));
        Map<String, TableBuilder.Wish> wishes = Map.of("c8", TableBuilder.Wish.CATEGORICAL);
        Letters once = new Letters(cells, true);
        Letters twice = new Letters(cells, false);
        assertThat(table(once, wishes)).isEqualTo(table(twice, wishes));
        assertThat(once.walks).isEqualTo(1);
        assertThat(twice.walks).isEqualTo(2);
    }

    @Test
    void wordsThatLookLikeNumbersKeepTheirSpelling() throws IOException {
        List<String[]> cells = cells(new Random(2));
        for (int i = 0; i < ROWS; i++) {
            cells.get(i)[5] = i % 3 == 0 ? "007" : "agent";
        }
        Letters rows = new Letters(cells, true);
        assertThat(table(rows, Map.of())).isEqualTo(table(new Letters(cells, false), Map.of()));
        assertThat(rows.walks).isEqualTo(2);
    }

    @Test
    void whereNotAllCanBeNotedTheSourceIsWalkedAgain() throws IOException {
        assertThat(suffices(newFile())).isTrue();
        assertThat(suffices(Path.of("/dev/full"))).isFalse();
    }

    private static boolean suffices(Path file) throws IOException {
        Tape tape = new Tape(file, new boolean[0]);
        tape.beginRow(1);
        tape.number(0.1);
        tape.end();
        return tape.suffices(List.of());
    }
}
