package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.RowSink;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an array file, read where they are.
 *
 * @param data where they begin
 */
record NumberArray(MemorySegment file, NpyType type, ArrayShape shape, long data) {

    private static final char[] INFINITY = "inf".toCharArray();
    private static final char[] MINUS_INFINITY = "-inf".toCharArray();

    /** @throws dev.chainrule.web.ProblemException 422 if the file is not exactly as long as its shape says */
    NumberArray {
        long needed = shape.elements() * type.kind().bytes();
        long there = file.byteSize() - data;
        if (there < needed) {
            throw FileFaults.refusal(
                    "TRUNCATED", "The file ends too early: it holds " + there + " of " + needed + " bytes of numbers.");
        }
        if (there > needed) {
            throw FileFaults.refusal(
                    "TRAILING_DATA",
                    "The file goes on after its " + needed + " bytes of numbers for " + (there - needed) + " bytes.");
        }
    }

    static NumberArray npy(Source file) throws java.io.IOException {
        MemorySegment bytes = file.map();
        NpyHeader header = NpyHeader.of(bytes);
        NpyType type = NpyType.of(header.type());
        ArrayShape shape =
                ArrayShape.of(header.shape(), header.fortran(), type.kind().bytes(), file.most());
        return new NumberArray(bytes, type, shape, header.data());
    }

    /** Hands the numbers of a row to a sink. */
    void row(long row, int firstColumn, RowSink sink) {
        int width = type.kind().bytes();
        long start = data + row * shape.step() * width;
        long[] offsets = shape.offsets();
        for (int j = 0; j < offsets.length; j++) {
            long at = start + offsets[j] * width;
            double value = type.get(file, at);
            if (Math.abs(value) <= Double.MAX_VALUE) {
                String text = Math.abs(value) < 0x1p53 ? null : type.exactText(file, at);
                number(firstColumn + j, value, text, sink);
            } else {
                special(firstColumn + j, value, sink);
            }
        }
    }

    private static void number(int column, double value, @Nullable String text, RowSink sink) {
        if (text == null) {
            sink.number(column, value);
        } else {
            sink.cell(column, text.toCharArray(), 0, text.length());
        }
    }

    private static void special(int column, double value, RowSink sink) {
        if (Double.isNaN(value)) {
            sink.missing(column);
        } else {
            char[] word = value > 0 ? INFINITY : MINUS_INFINITY;
            sink.cell(column, word, 0, word.length);
        }
    }

    /** The whole number in a row of one column. */
    long whole(long row) {
        return (long) type.get(file, data + row * shape.step() * type.kind().bytes());
    }

    long rows() {
        return shape.rows();
    }

    int columns() {
        return shape.columns();
    }
}
