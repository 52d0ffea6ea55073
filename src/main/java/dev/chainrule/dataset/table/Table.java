package dev.chainrule.dataset.table;

import dev.chainrule.dataset.table.Footer.Place;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stored table, mapped into memory: opened in a moment however large it is. For one thread; closed by that thread. */
public final class Table implements AutoCloseable {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int SMALLEST = 3 * Long.BYTES;

    private final Arena arena;
    private final MemorySegment file;
    private final Footer footer;

    private Table(Arena arena, MemorySegment file, Footer footer) {
        this.arena = arena;
        this.file = file;
        this.footer = footer;
    }

    /**
     * Opens a table.
     *
     * @throws IOException if the file is not a table
     */
    @SuppressWarnings("MustBeClosedChecker") // The table closes it.
    public static Table open(Path path) throws IOException {
        Arena arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(path)) {
            MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            return new Table(arena, file, footer(file));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static Footer footer(MemorySegment file) throws IOException {
        long size = file.byteSize();
        if (size < SMALLEST || file.get(LONG, 0) != Footer.MAGIC || file.get(LONG, size - 8) != Footer.MAGIC) {
            throw new IOException("not a table");
        }
        long length = file.get(LONG, size - 16);
        if (length < 0 || length > size - SMALLEST) {
            throw new IOException("not a table: a footer of " + length + " bytes");
        }
        Footer footer = Footer.of(file.asSlice(size - 16 - length, length).toArray(ValueLayout.JAVA_BYTE));
        if (footer.version() != Footer.VERSION) {
            throw new IOException("a table of version " + footer.version() + ", this program reads " + Footer.VERSION);
        }
        return footer;
    }

    /** Number of rows. */
    public long rows() {
        return footer.rows();
    }

    public List<Column> columns() {
        return footer.columns();
    }

    /** The numbers of a numeric column. */
    public Numbers numbers(int column) {
        Place place = footer.places().get(column);
        if (place.storage() == Storage.TEXT) {
            throw new IllegalArgumentException("column " + column + " holds texts");
        }
        return new Numbers(file, place.storage(), Long.BYTES + place.offset(), footer.stride());
    }

    /** The numbers of several numeric columns, row by row: for whoever reads many. */
    public NumberRows numbers(int[] columns) {
        return new NumberRows(file, footer, columns);
    }

    /** The categories of a categorical column whose categories are listed. */
    public Categories categories(int column) {
        Place place = footer.places().get(column);
        int[] entries = Objects.requireNonNull(place.entries(), "no categories are listed");
        int[] ranks = Objects.requireNonNull(place.ranks());
        return new Categories(file, Long.BYTES + place.offset(), footer.stride(), entries, ranks);
    }

    /** A cell as its owner wrote it: a Double, a Long for a whole number, a String, or null. */
    public @Nullable Object value(long row, int column) {
        Place place = footer.places().get(column);
        if (place.storage() == Storage.TEXT) {
            int entry = file.get(INT, Long.BYTES + row * footer.stride() + place.offset());
            return entry < 0 ? null : text(entry);
        }
        double value = numbers(column).at(row);
        if (Double.isNaN(value)) {
            return null;
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p53 && !isNegativeZero(value);
        return whole ? (Object) (long) value : (Object) value;
    }

    private static boolean isNegativeZero(double value) {
        return value == 0 && 1 / value < 0;
    }

    private String text(int entry) {
        long at = footer.pool() + entry;
        byte[] bytes = new byte[file.get(INT, at)];
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at + Integer.BYTES, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The line of the uploaded file that a row began on, or its number from 1 where the file has no lines; -1 where unknown. */
    public long line(long row) {
        Lines lines = footer.lines();
        return lines == null ? -1 : lines.of(row);
    }

    /** Some rows, each with its cells in order of the columns. */
    public List<List<@Nullable Object>> page(long offset, int limit) {
        List<List<@Nullable Object>> page = new ArrayList<>();
        long end = Math.min(rows(), offset + limit);
        for (long row = offset; row < end; row++) {
            List<@Nullable Object> cells = new ArrayList<>(columns().size());
            for (int column = 0; column < columns().size(); column++) {
                cells.add(value(row, column));
            }
            page.add(cells);
        }
        return page;
    }

    @Override
    public void close() {
        arena.close();
    }

    /** The numbers of one column. */
    public static final class Numbers {
        private final MemorySegment file;
        private final Storage storage;
        private final long start;
        private final long stride;

        private Numbers(MemorySegment file, Storage storage, long start, long stride) {
            this.file = file;
            this.storage = storage;
            this.start = start;
            this.stride = stride;
        }

        /** The number in a row, NaN where it is missing. */
        public double at(long row) {
            long address = start + row * stride;
            return switch (storage) {
                case BYTE -> file.get(ValueLayout.JAVA_BYTE, address) & 0xff;
                case FLOAT -> file.get(FLOAT, address);
                case DOUBLE -> file.get(DOUBLE, address);
                case TEXT -> throw new IllegalStateException("texts");
            };
        }
    }

    /** The categories of one column. */
    public static final class Categories {
        private final MemorySegment file;
        private final long start;
        private final long stride;
        private final int[] entries;
        private final int[] ranks;

        private Categories(MemorySegment file, long start, long stride, int[] entries, int[] ranks) {
            this.file = file;
            this.start = start;
            this.stride = stride;
            this.entries = entries;
            this.ranks = ranks;
        }

        /** The place in {@link Column#categories()} of the text in a row, -1 where it is missing. */
        public int at(long row) {
            int entry = file.get(INT, start + row * stride);
            return entry < 0 ? -1 : ranks[Arrays.binarySearch(entries, entry)];
        }
    }
}
