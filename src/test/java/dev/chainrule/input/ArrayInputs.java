package dev.chainrule.input;

import static dev.chainrule.dataset.format.Npy.bytes;
import static dev.chainrule.dataset.format.Npy.idx;
import static dev.chainrule.dataset.format.Npy.raw;
import static dev.chainrule.input.BadInput.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.format.Npy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** B52 to B60: NPY and IDX files. */
final class ArrayInputs {

    private static final byte[] EIGHT = bytes("<f8", 1, 2, 3, 4, 5, 6, 7, 8);
    private static final String HEADER = "{'descr': '<f8', 'fortran_order': False, 'shape': ";

    private ArrayInputs() {}

    static List<BadInput> all() {
        return Stream.of(good(), lengths(), headers(), shapes(), idxFiles())
                .flatMap(List::stream)
                .toList();
    }

    private static byte[] npy(long... shape) {
        return Npy.file(1, "<f8", false, shape, EIGHT);
    }

    private static List<BadInput> good() {
        return Stream.of("<f4", ">f4", "<f8", ">f8", "<i4", ">i4", "<i8", ">i8", "|u1", "|b1", "<f2", ">f2")
                .map(type -> new BadInput(52, "NPY of type " + type, talk -> readsEveryCell(talk, type)))
                .toList();
    }

    /** Versions 1 to 3 and both orders of storage, three rows of two. */
    private static void readsEveryCell(Talk talk, String type) {
        boolean flag = type.equals("|b1");
        double[] rowByRow = flag ? new double[] {0, 1, 1, 1, 0, 1} : new double[] {1, 2, 3, 4, 5, 6};
        double[] columnByColumn = flag ? new double[] {0, 1, 0, 1, 1, 1} : new double[] {1, 3, 5, 2, 4, 6};
        String cells = flag ? "[[0,1],[1,1],[0,1]]" : "[[1,2],[3,4],[5,6]]";
        for (int version = 1; version <= 3; version++) {
            for (boolean fortran : new boolean[] {false, true}) {
                byte[] data = bytes(type, fortran ? columnByColumn : rowByRow);
                byte[] file = Npy.file(version, type, fortran, new long[] {3, 2}, data);
                String id = talk.upload(file).expect(200, 201).id();
                assertThat(TextInputs.rows(talk, id).toString()).isEqualTo(cells);
            }
        }
    }

    private static List<BadInput> lengths() {
        byte[] longer = Npy.file(1, "<f8", false, new long[] {7}, EIGHT);
        byte[] none = Npy.file(1, "<f8", false, new long[] {8}, new byte[0]);
        return List.of(
                file(53, "NPY cut", npy(9), 422, "TRUNCATED", "file", "64 of 72 bytes"),
                file(53, "NPY without data", none, 422, "TRUNCATED", "file", "0 of 64 bytes"),
                file(58, "NPY with more data", longer, 422, "TRAILING_DATA", "file", "for 8 bytes"));
    }

    private static List<BadInput> headers() {
        List<BadInput> types = Stream.of("|O", "<U2", "|S8", "<c16", "<M8[s]", "<f16", "")
                .map(type -> file(
                        54,
                        "NPY of type '" + type + "'",
                        Npy.file(1, type, false, new long[] {8}, EIGHT),
                        415,
                        "DTYPE",
                        "file",
                        "Convert the array to numbers first"))
                .toList();
        String structured = "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (8,)}";
        byte[] overlong = npy(8);
        overlong[8] = (byte) 0xff;
        overlong[9] = (byte) 0xff;
        List<BadInput> headers = List.of(
                file(
                        54,
                        "NPY of records",
                        raw(1, structured, EIGHT),
                        415,
                        "DTYPE",
                        "file",
                        "Save its fields as arrays of their own"),
                header("header length 65535", overlong),
                header("garbage", raw(1, "\u00ff\u00fe garbage", EIGHT)),
                header("an unknown key", raw(1, HEADER + "(8,), 'x': 1}", EIGHT)),
                header("10 000 brackets", raw(2, HEADER + "(".repeat(10_000) + "}", EIGHT)));
        return Stream.concat(types.stream(), headers.stream()).toList();
    }

    private static BadInput header(String what, byte[] file) {
        return file(55, "NPY header: " + what, file, 422, "BAD_HEADER", "file", "header");
    }

    private static List<BadInput> shapes() {
        byte[] giant = Npy.file(1, "<f8", false, new long[] {65_536, 65_536}, new byte[0]);
        return List.of(
                file(
                        56,
                        "NPY of 32 GiB in 128 bytes",
                        giant,
                        413,
                        "TOO_LARGE",
                        "file",
                        "[65536, 65536] needs more than"),
                shape("2^62 x 4", npy(1L << 62, 4), "more elements than can be counted"),
                shape("negative", npy(-8), "a dimension below 1"),
                shape("zero", npy(0, 8), "a dimension below 1"),
                shape("rank 0", raw(1, HEADER + "()}", Arrays.copyOf(EIGHT, 8)), "0 dimensions"),
                shape("rank 40", raw(1, HEADER + "(" + "1, ".repeat(39) + "8)}", EIGHT), "dimensions"),
                shape("none", raw(1, "{'descr': '<f8', 'fortran_order': False}", EIGHT), "shape"));
    }

    private static BadInput shape(String what, byte[] file, String words) {
        return file(57, "NPY shape: " + what, file, 422, "BAD_SHAPE", "file", words);
    }

    private static List<BadInput> idxFiles() {
        byte[] data = new byte[8];
        int third = 1 << 30;
        return List.of(
                file(59, "IDX of no type", idx(0x07, new int[] {8}, data), 422, "BAD_HEADER", "file", "number type 7"),
                file(
                        59,
                        "IDX whose sizes overflow",
                        idx(0x08, new int[] {third, third, third}, data),
                        422,
                        "BAD_SHAPE",
                        "file",
                        "more elements than can be counted"),
                file(59, "IDX cut", idx(0x08, new int[] {9}, data), 422, "TRUNCATED", "file", "8 of 9 bytes"),
                BadInput.request(
                        59,
                        "IDX with another number of labels",
                        talk -> labeled(talk, 3),
                        422,
                        "LABEL_COUNT",
                        "file",
                        "3 labels for 2 rows"),
                new BadInput(60, "IDX pictures of 28 x 28", ArrayInputs::learnsFromPictures));
    }

    private static Reply labeled(Talk talk, int labels) {
        return pictures(
                talk, idx(0x08, new int[] {2, 2, 2}, new byte[8]), idx(0x08, new int[] {labels}, new byte[labels]));
    }

    private static Reply pictures(Talk talk, byte[] images, byte[] labels) {
        String form = part("file", images) + part("labels", labels) + "--b--\r\n";
        return talk.post(
                "/datasets",
                "multipart/form-data; boundary=b",
                java.net.http.HttpRequest.BodyPublishers.ofString(form, StandardCharsets.ISO_8859_1));
    }

    private static String part(String name, byte[] content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                + new String(content, StandardCharsets.ISO_8859_1) + "\r\n";
    }

    /** 784 inputs follow from the file; nobody says them. */
    private static void learnsFromPictures(Talk talk) {
        byte[] pixels = new byte[20 * 784];
        byte[] labels = new byte[20];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % 2);
            Arrays.fill(pixels, 784 * i, 784 * i + 100, (byte) (200 * labels[i]));
        }
        String id = pictures(talk, idx(0x08, new int[] {20, 28, 28}, pixels), idx(0x08, new int[] {20}, labels))
                .expect(200, 201)
                .id();
        Reply check = talk.json("/jobs?validateOnly=true", """
                {"dataset": {"id": "%s"}, "model": {"layers": []}}""".formatted(id)).expect(200);
        assertThat(check.json().get("parameters").intValue()).isEqualTo(2 * 784 + 2);
    }
}
