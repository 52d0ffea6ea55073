package dev.chainrule.dataset.table;

import dev.chainrule.dataset.table.Footer.Place;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** The numbers of several columns, read a row at a time: neighbors of one storage by one copy, since a table lies row by row. */
public final class NumberRows {

    private final MemorySegment file;
    private final long stride;
    private final int width;
    private final Run[] runs;
    private final byte[] bytes;
    private final float[] floats;

    /** Neighbors in the file and among the columns asked for: {@code count} cells from {@code start} on are values {@code to} and on. */
    private record Run(Storage storage, long start, int to, int count) {

        boolean isBefore(Place place, long at) {
            return storage == place.storage() && at == start + (long) count * storage.bytes();
        }

        Run longer() {
            return new Run(storage, start, to, count + 1);
        }
    }

    NumberRows(MemorySegment file, Footer footer, int[] columns) {
        this.file = file;
        this.stride = footer.stride();
        this.width = columns.length;
        this.runs = runs(footer, columns);
        this.bytes = new byte[width];
        this.floats = new float[width];
    }

    private static Run[] runs(Footer footer, int[] columns) {
        List<Run> runs = new ArrayList<>();
        for (int j = 0; j < columns.length; j++) {
            Place place = footer.places().get(columns[j]);
            if (place.storage() == Storage.TEXT) {
                throw new IllegalArgumentException("column " + columns[j] + " holds texts");
            }
            long at = Long.BYTES + place.offset();
            if (!runs.isEmpty() && runs.getLast().isBefore(place, at)) {
                runs.add(runs.removeLast().longer());
            } else {
                runs.add(new Run(place.storage(), at, j, 1));
            }
        }
        return runs.toArray(Run[]::new);
    }

    /** Number of columns. */
    public int width() {
        return width;
    }

    /** Whether every cell is a whole number from 0 to 255, and none is missing. */
    public boolean areBytes() {
        for (Run run : runs) {
            if (run.storage() != Storage.BYTE) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a row.
     *
     * @param values receives its numbers, NaN where one is missing
     */
    public void read(long row, double[] values) {
        for (Run run : runs) {
            long at = run.start() + row * stride;
            switch (run.storage()) {
                case BYTE -> bytes(at, run, values);
                case FLOAT -> floats(at, run, values);
                case DOUBLE -> MemorySegment.copy(file, Table.DOUBLE, at, values, run.to(), run.count());
                case TEXT -> throw new IllegalStateException("texts");
            }
        }
    }

    /**
     * Reads a row of bytes.
     *
     * @param cells receives them; each is its number modulo 256
     * @throws IllegalStateException unless {@link #areBytes}
     */
    public void read(long row, byte[] cells) {
        for (Run run : runs) {
            if (run.storage() != Storage.BYTE) {
                throw new IllegalStateException("not bytes");
            }
            copy(run.start() + row * stride, cells, run.to(), run.count());
        }
    }

    private void bytes(long at, Run run, double[] values) {
        copy(at, bytes, 0, run.count());
        for (int i = 0; i < run.count(); i++) {
            values[run.to() + i] = bytes[i] & 0xff;
        }
    }

    private void floats(long at, Run run, double[] values) {
        MemorySegment.copy(file, Table.FLOAT, at, floats, 0, run.count());
        for (int i = 0; i < run.count(); i++) {
            values[run.to() + i] = floats[i];
        }
    }

    private void copy(long at, byte[] cells, int to, int count) {
        MemorySegment.copy(file, ValueLayout.JAVA_BYTE, at, cells, to, count);
    }
}
