package dev.chainrule.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.format.Reading.Read;
import dev.chainrule.dataset.format.Reading.Refused;
import dev.chainrule.dataset.table.ColumnType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NPY, NPZ and IDX: every number in its cell, and nothing that is not there (RELIABILITY B52 to B60). */
final class ArrayFilesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Reading reading() {
        return new Reading(folder);
    }

    /** B52: each type, byte order, version and storage order, cell by cell. */
    static Stream<Arguments> goodArrays() {
        List<Arguments> cases = new ArrayList<>();
        for (String type : List.of("b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8")) {
            for (String order : type.endsWith("1") ? List.of("|") : List.of("<", ">")) {
                for (int version = 1; version <= 3; version++) {
                    cases.add(Arguments.of(order + type, version, false));
                    cases.add(Arguments.of(order + type, version, true));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} version {1} fortran {2}")
    @MethodSource("goodArrays")
    void everyNumberIsInItsCell(String type, int version, boolean fortran) {
        double[][] cells = values(type);
        double[] inOrder = fortran ? byColumns(cells) : byRows(cells);
        byte[] file = Npy.file(version, type, fortran, new long[] {3, 2}, Npy.bytes(type, inOrder));
        Read read = reading().read(file);
        assertThat(read.names()).containsExactly("x1", "x2");
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                assertThat(((Number) read.rows().get(i).get(j)).doubleValue()).isEqualTo(cells[i][j]);
            }
        }
    }

    private static double[][] values(String type) {
        return switch (type.substring(1)) {
            case "b1" -> new double[][] {{0, 1}, {1, 0}, {1, 1}};
            case "i1" -> new double[][] {{-128, 127}, {0, 1}, {-1, 5}};
            case "u1" -> new double[][] {{0, 255}, {128, 1}, {127, 5}};
            case "i2" -> new double[][] {{-32768, 32767}, {0, 1}, {-1, 258}};
            case "u2" -> new double[][] {{0, 65535}, {32768, 1}, {255, 258}};
            case "i4" -> new double[][] {{-0x1p31, 0x1p31 - 1}, {0, 1}, {-1, 66051}};
            case "u4" -> new double[][] {{0, 0x1p32 - 1}, {0x1p31, 1}, {255, 66051}};
            case "i8" -> new double[][] {{-0x1p62, 0x1p53}, {0, 1}, {-1, 66051}};
            case "u8" -> new double[][] {{0x1p63, 0x1p53}, {0, 1}, {255, 66051}};
            case "f2" -> new double[][] {{-1.5, 65504}, {0, 0.000030517578125}, {1, 0.333251953125}};
            case "f4" -> new double[][] {{-1.5f, 3e38f}, {0.1f, 1e-30f}, {1, 7.25f}};
            default -> new double[][] {{-1.5, 1e300}, {0.1, 1e-300}, {1, 7.25}};
        };
    }

    private static double[] byRows(double[][] cells) {
        return Arrays.stream(cells).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] byColumns(double[][] cells) {
        double[] all = new double[6];
        for (int k = 0; k < 6; k++) {
            all[k] = cells[k % 3][k / 3];
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void furtherDimensionsBecomeColumns(boolean fortran) {
        // a[i][j][k] = 100 i + 10 j + k, 2 x 3 x 4
        double[] values = new double[24];
        for (int n = 0; n < 24; n++) {
            int i = fortran ? n % 2 : n / 12;
            int j = fortran ? n / 2 % 3 : n / 4 % 3;
            int k = fortran ? n / 6 : n % 4;
            values[n] = 100 * i + 10 * j + k;
        }
        byte[] file = Npy.file(1, "<i4", fortran, new long[] {2, 3, 4}, Npy.bytes("<i4", values));
        assertThat(reading().read(file).rows())
                .isEqualTo(List.of(
                        List.of(0L, 1L, 2L, 3L, 10L, 11L, 12L, 13L, 20L, 21L, 22L, 23L),
                        List.of(100L, 101L, 102L, 103L, 110L, 111L, 112L, 113L, 120L, 121L, 122L, 123L)));
    }

    @Test
    void aVectorIsAColumnAndNanIsMissing() {
        byte[] file = Npy.file(1, "<f8", false, new long[] {3}, Npy.bytes("<f8", 1, Double.NaN, 2.5));
        Read read = reading().read(file);
        assertThat(read.cells("x1")).containsExactly(1L, null, 2.5);
        assertThat(read.column("x1").missing()).isEqualTo(1);
    }

    @Test
    void infinityIsRefusedInItsRow() {
        byte[] file = Npy.file(1, "<f4", false, new long[] {2, 2}, Npy.bytes("<f4", 1, 2, 3, Double.NEGATIVE_INFINITY));
        Refused refused = reading().refused(file);
        assertThat(refused.code()).isEqualTo("NON_FINITE");
        assertThat(refused.places()).containsExactly("row 2, column x2");
    }

    @Test
    void wholeNumbersThatDoNotFitAreToldOf() {
        byte[] data = Npy.bytes("<i8", 5, 0);
        data[8] = 1;
        data[14] = 32;
        Read read = reading().read(Npy.file(1, "<i8", false, new long[] {2}, data));
        assertThat(read.cells("x1")).containsExactly(5L, 0x1p53);
        assertThat(read.issueCodes()).contains("PRECISION");
    }

    /** B53, B54, B55, B57, B58, B56. */
    static Stream<Arguments> badArrays() {
        byte[] eight = new byte[64];
        String good = "{'descr': '<f8', 'fortran_order': False, 'shape': ";
        return Stream.of(
                Arguments.of("B53 cut", Npy.file(1, "<f8", false, new long[] {9}, eight), 422, "TRUNCATED"),
                Arguments.of("B53 no data", Npy.file(1, "<f8", false, new long[] {8}, new byte[0]), 422, "TRUNCATED"),
                Arguments.of(
                        "B53 header cut",
                        Arrays.copyOf(Npy.file(1, "<f8", false, new long[] {8}, eight), 9),
                        422,
                        "TRUNCATED"),
                Arguments.of("B54 object", Npy.file(1, "|O", false, new long[] {8}, eight), 415, "DTYPE"),
                Arguments.of("B54 text", Npy.file(1, "<U2", false, new long[] {8}, eight), 415, "DTYPE"),
                Arguments.of("B54 bytes", Npy.file(1, "|S8", false, new long[] {8}, eight), 415, "DTYPE"),
                Arguments.of("B54 complex", Npy.file(1, "<c16", false, new long[] {4}, eight), 415, "DTYPE"),
                Arguments.of("B54 time", Npy.file(1, "<M8[s]", false, new long[] {8}, eight), 415, "DTYPE"),
                Arguments.of("B54 long double", Npy.file(1, "<f16", false, new long[] {4}, eight), 415, "DTYPE"),
                Arguments.of("B54 no order", Npy.file(1, "|f8", false, new long[] {8}, eight), 415, "DTYPE"),
                Arguments.of("B54 none", Npy.file(1, "", false, new long[] {8}, eight), 415, "DTYPE"),
                Arguments.of(
                        "B54 structured",
                        Npy.raw(
                                1,
                                "{'descr': [('a', '<f4'), ('b', '<f4')], 'fortran_order': False, 'shape': (8,), }",
                                eight),
                        415,
                        "DTYPE"),
                Arguments.of("B55 length", headerLength(0xFFFF), 422, "BAD_HEADER"),
                Arguments.of("B55 garbage", Npy.raw(1, "\u00ff\u00fe garbage", eight), 422, "BAD_HEADER"),
                Arguments.of("B55 unknown key", Npy.raw(1, good + "(8,), 'x': 1}", eight), 422, "BAD_HEADER"),
                Arguments.of("B55 nested", Npy.raw(2, good + "(".repeat(10_000) + "}", eight), 422, "BAD_HEADER"),
                Arguments.of("B55 text after", Npy.raw(1, good + "(8,)} x", eight), 422, "BAD_HEADER"),
                Arguments.of(
                        "B55 no type", Npy.raw(1, "{'fortran_order': False, 'shape': (8,)}", eight), 422, "BAD_HEADER"),
                Arguments.of(
                        "B55 no truth",
                        Npy.raw(1, "{'descr': '<f8', 'fortran_order': 0, 'shape': (8,)}", eight),
                        422,
                        "BAD_HEADER"),
                Arguments.of("B55 open", Npy.raw(1, "{'descr': '<f8", eight), 422, "BAD_HEADER"),
                Arguments.of("B55 empty", Npy.raw(1, "", eight), 422, "BAD_HEADER"),
                Arguments.of("B55 version", Npy.raw(9, good + "(8,)}", eight), 422, "BAD_HEADER"),
                Arguments.of(
                        "B56", Npy.file(1, "<f8", false, new long[] {65_536, 65_536}, new byte[0]), 413, "TOO_LARGE"),
                Arguments.of(
                        "B57 overflow", Npy.file(1, "<f8", false, new long[] {1L << 62, 4}, eight), 422, "BAD_SHAPE"),
                Arguments.of(
                        "B57 wide overflow", Npy.file(1, "<f8", false, new long[] {1L << 61}, eight), 422, "BAD_SHAPE"),
                Arguments.of("B57 negative", Npy.file(1, "<f8", false, new long[] {-8}, eight), 422, "BAD_SHAPE"),
                Arguments.of("B57 zero", Npy.file(1, "<f8", false, new long[] {0, 8}, new byte[0]), 422, "BAD_SHAPE"),
                Arguments.of("B57 rank 0", Npy.raw(1, good + "()}", Arrays.copyOf(eight, 8)), 422, "BAD_SHAPE"),
                Arguments.of("B57 rank 40", Npy.raw(1, good + "(" + "1, ".repeat(39) + "8)}", eight), 422, "BAD_SHAPE"),
                Arguments.of(
                        "B57 rank 400", Npy.raw(1, good + "(" + "1, ".repeat(399) + "8)}", eight), 422, "BAD_SHAPE"),
                Arguments.of(
                        "B57 missing", Npy.raw(1, "{'descr': '<f8', 'fortran_order': False}", eight), 422, "BAD_SHAPE"),
                Arguments.of("B57 digits", Npy.raw(1, good + "(99999999999999999999,)}", eight), 422, "BAD_SHAPE"),
                Arguments.of("B58", Npy.file(1, "<f8", false, new long[] {7}, eight), 422, "TRAILING_DATA"),
                Arguments.of(
                        "wide",
                        Npy.file(1, "|u1", false, new long[] {1, 20_000}, new byte[20_000]),
                        422,
                        "TOO_MANY_COLUMNS"));
    }

    private static byte[] headerLength(int length) {
        byte[] file = Npy.file(1, "<f8", false, new long[] {8}, new byte[64]);
        file[8] = (byte) length;
        file[9] = (byte) (length >> 8);
        return file;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badArrays")
    void badArraysAreRefusedByTheirCode(String row, byte[] file, int status, String code) {
        Refused refused = reading().refused(file);
        assertThat(List.of(refused.status(), refused.code())).containsExactly(status, code);
    }

    @Test
    void headersAsOtherWritersMakeThemAreRead() {
        byte[] data = Npy.bytes("<f8", 1, 2);
        String python2 = "{\"descr\": \"<f8\", 'shape': (2L,), 'fortran_order': False}";
        assertThat(reading().read(Npy.raw(1, python2, data)).rows()).hasSize(2);
        String tight = "{'descr':'<f8','fortran_order':False,'shape':(2,1)}";
        assertThat(reading().read(Npy.raw(1, tight, data)).rows()).hasSize(2);
    }

    @Test
    void gzippedArraysAreUnzipped() throws java.io.IOException {
        byte[] file = Npy.file(1, "<f8", true, new long[] {2, 2}, Npy.bytes("<f8", 1, 2, 3, 4));
        assertThat(reading()
                        .called("a.npy.gz", null)
                        .read(GoodTextTest.zip(file))
                        .rows())
                .isEqualTo(List.of(List.of(1L, 3L), List.of(2L, 4L)));
    }

    @Test
    void archivesPutArraysSideBySide() {
        byte[] x = Npy.file(1, "<f4", false, new long[] {2, 2}, Npy.bytes("<f4", 1, 2, 3, 4));
        byte[] y = Npy.file(1, "<i8", false, new long[] {2}, Npy.bytes("<i8", 7, 8));
        Read read = reading().called("set.npz", null).read(Npy.zip("x.npy", x, "y.npy", y));
        assertThat(read.format()).isEqualTo("npz");
        assertThat(read.names()).containsExactly("x1", "x2", "y");
        assertThat(read.rows()).isEqualTo(List.of(List.of(1L, 2L, 7L), List.of(3L, 4L, 8L)));
    }

    @Test
    void archivesOfSeveralLengthsNeedAChoice() {
        byte[] train = Npy.file(1, "<f4", false, new long[] {2}, Npy.bytes("<f4", 1, 2));
        byte[] test = Npy.file(1, "<f4", false, new long[] {1}, Npy.bytes("<f4", 3));
        byte[] file = Npy.zip("x_train.npy", train, "x_test.npy", test, "y_train.npy", train);
        Refused refused = reading().refused(file);
        assertThat(refused.code()).isEqualTo("BAD_SHAPE");
        assertThat(refused.first()).contains("x_test has 1", "option arrays");
        assertThat(reading().arrays("y_train", "x_train").read(file).names()).containsExactly("y_train", "x_train");
        assertThat(reading().arrays("z").refused(file).code()).isEqualTo("UNKNOWN_ARRAY");
    }

    @Test
    void brokenArchivesAreRefused() {
        byte[] x = Npy.file(1, "<f4", false, new long[] {2}, Npy.bytes("<f4", 1, 2));
        byte[] whole = Npy.zip("x.npy", x, "../../evil.npy", x);
        assertThat(reading().read(whole).names()).containsExactly("x", "../../evil");
        assertThat(reading().refused(Arrays.copyOf(whole, whole.length / 2)).code())
                .isEqualTo("BAD_ARCHIVE");
        assertThat(reading().refused(Npy.zip("x.npy", x, "x.txt", x)).code()).isEqualTo("BAD_ARCHIVE");
        assertThat(reading()
                        .refused(Npy.zip("x.npy", "no array".getBytes(StandardCharsets.UTF_8)))
                        .code())
                .isEqualTo("TRUNCATED");
        assertThat(reading()
                        .atMost(1_000)
                        .refused(Npy.zip("x.npy", new byte[100_000]))
                        .code())
                .isEqualTo("TOO_LARGE");
    }

    /** B60. */
    @Test
    void picturesBecomePixelsAndLabelsClasses() {
        byte[] pixels = {0, 1, 2, 3, (byte) 255, 5, 6, 7};
        byte[] images = Npy.idx(0x08, new int[] {2, 2, 2}, pixels);
        byte[] labels = Npy.idx(0x08, new int[] {2}, new byte[] {10, 9});
        Read read = reading().labels(labels).read(images);
        assertThat(read.names()).containsExactly("pixel1", "pixel2", "pixel3", "pixel4", "label");
        assertThat(read.rows()).isEqualTo(List.of(List.of(0L, 1L, 2L, 3L, "10"), List.of(255L, 5L, 6L, 7L, "9")));
        assertThat(read.column("label").type()).isEqualTo(ColumnType.CATEGORICAL);
        assertThat(read.target()).isEqualTo("label");
        assertThat(reading().read(images).target()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9 i1", "11 i2", "12 i4", "13 f4", "14 f8"})
    void idxOfEveryTypeIsRead(String codeAndType) {
        int code = Integer.parseInt(codeAndType.split(" ")[0]);
        byte[] data = Npy.bytes(">" + codeAndType.split(" ")[1], -1, 2, 3, 4);
        assertThat(reading().read(Npy.idx(code, new int[] {2, 2}, data)).rows())
                .isEqualTo(List.of(List.of(-1L, 2L), List.of(3L, 4L)));
    }

    /** B59. */
    @Test
    void badIdxIsRefusedByItsCode() {
        byte[] data = new byte[8];
        byte[] images = Npy.idx(0x08, new int[] {2, 4}, data);
        assertThat(reading().refused(Npy.idx(0x07, new int[] {8}, data)).code()).isEqualTo("BAD_HEADER");
        assertThat(reading()
                        .refused(Npy.idx(0x08, new int[] {1 << 30, 1 << 30, 1 << 30}, data))
                        .code())
                .isEqualTo("BAD_SHAPE");
        assertThat(reading().refused(Npy.idx(0x08, new int[] {-1}, data)).code())
                .isEqualTo("BAD_SHAPE");
        assertThat(reading().refused(Npy.idx(0x08, new int[] {}, data)).code()).isEqualTo("BAD_SHAPE");
        assertThat(reading()
                        .refused(Npy.idx(0x0e, new int[] {1 << 30, 4}, data))
                        .status())
                .isEqualTo(413);
        assertThat(reading().refused(Npy.idx(0x08, new int[] {9}, data)).code()).isEqualTo("TRUNCATED");
        assertThat(reading().refused(Npy.idx(0x08, new int[] {7}, data)).code()).isEqualTo("TRAILING_DATA");
        assertThat(reading().refused(new byte[] {0, 0, 8}).code()).isEqualTo("TRUNCATED");
        assertThat(reading().refused(new byte[] {0, 0, 8, 3, 0, 0}).code()).isEqualTo("TRUNCATED");
        assertThat(reading()
                        .labels(Npy.idx(0x08, new int[] {3}, new byte[3]))
                        .refused(images)
                        .code())
                .isEqualTo("LABEL_COUNT");
        assertThat(reading()
                        .labels(Npy.idx(0x08, new int[] {1, 2}, new byte[2]))
                        .refused(images)
                        .code())
                .isEqualTo("BAD_LABELS");
        assertThat(reading()
                        .labels(Npy.idx(0x0d, new int[] {2}, data))
                        .refused(images)
                        .code())
                .isEqualTo("BAD_LABELS");
        assertThat(reading()
                        .labels("1\n2\n".getBytes(StandardCharsets.UTF_8))
                        .refused(images)
                        .status())
                .isEqualTo(415);
        assertThat(reading().labels(images).refused("a,b\n1,2\n").code()).isEqualTo("LABELS_NOT_USED");
    }
}
