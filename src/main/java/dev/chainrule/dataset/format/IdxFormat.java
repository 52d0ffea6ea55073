package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The format of the MNIST digits: two zero bytes, the number type, the rank, each dimension and the numbers, big-endian. A
 * second file may hold the labels.
 */
@Component
final class IdxFormat implements DatasetFormat {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int FIXED = 4;
    private static final Map<Integer, NpyType.Kind> KINDS = Map.of(
            0x08, NpyType.Kind.UINT8,
            0x09, NpyType.Kind.INT8,
            0x0b, NpyType.Kind.INT16,
            0x0c, NpyType.Kind.INT32,
            0x0d, NpyType.Kind.FLOAT32,
            0x0e, NpyType.Kind.FLOAT64);

    @Override
    public String name() {
        return "idx";
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public boolean recognizes(Head head) {
        return head.startsWith(0, 0);
    }

    @Override
    public boolean isClaimed(Claim claim) {
        return claim.hasExtension(".idx", "-ubyte", ".ubyte");
    }

    @Override
    public FileRows open(Source file, @Nullable Source labels, FormatOptions options) throws IOException {
        NumberArray images = array(file);
        NumberArray marks = labels == null ? null : labels(labels, images.rows());
        boolean pixels = images.type().kind() == NpyType.Kind.UINT8 && images.columns() > 1;
        List<String> names = new ArrayList<>(ArrayRows.names(pixels ? "pixel" : "x", images.columns(), true));
        if (marks != null) {
            names.add(ArrayRows.LABEL);
        }
        if (names.size() > Formats.COLUMNS) {
            throw FileFaults.refusal("TOO_MANY_COLUMNS", "There are more than " + Formats.COLUMNS + " columns.");
        }
        return new ArrayRows(List.of(images), marks, List.copyOf(names), Map.of());
    }

    private static NumberArray labels(Source file, long rows) throws IOException {
        if (!file.head().startsWith(0, 0)) {
            throw FileFaults.refusal("UNKNOWN_FORMAT", "The part labels must be an IDX file.");
        }
        NumberArray labels = array(file);
        boolean whole =
                labels.type().kind() != NpyType.Kind.FLOAT32 && labels.type().kind() != NpyType.Kind.FLOAT64;
        if (labels.columns() != 1 || !whole) {
            throw FileFaults.refusal("BAD_LABELS", "The labels must be one whole number a row.");
        }
        if (labels.rows() != rows) {
            throw FileFaults.refusal("LABEL_COUNT", "There are " + labels.rows() + " labels for " + rows + " rows.");
        }
        return labels;
    }

    private static NumberArray array(Source file) throws IOException {
        MemorySegment bytes = file.map();
        if (bytes.byteSize() < FIXED) {
            throw FileFaults.refusal("TRUNCATED", "The file ends within its header.");
        }
        int code = bytes.get(ValueLayout.JAVA_BYTE, 2);
        NpyType.Kind kind = KINDS.get(code);
        int rank = bytes.get(ValueLayout.JAVA_BYTE, 3) & 0xff;
        if (kind == null || bytes.get(ValueLayout.JAVA_BYTE, 0) != 0 || bytes.get(ValueLayout.JAVA_BYTE, 1) != 0) {
            throw FileFaults.refusal(
                    "BAD_HEADER", "The file begins like IDX, but its number type " + code + " is none.");
        }
        long data = FIXED + 4L * rank;
        if (bytes.byteSize() < data) {
            throw FileFaults.refusal("TRUNCATED", "The file ends within its header.");
        }
        long[] dimensions = new long[rank];
        Arrays.setAll(dimensions, k -> bytes.get(INT, FIXED + 4L * k));
        ArrayShape shape = ArrayShape.of(dimensions, false, kind.bytes(), file.most());
        return new NumberArray(bytes, new NpyType(kind, ByteOrder.BIG_ENDIAN), shape, data);
    }
}
