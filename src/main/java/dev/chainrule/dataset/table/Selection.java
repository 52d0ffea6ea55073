package dev.chainrule.dataset.table;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A source of rows without some of its columns. */
final class Selection implements Rows {

    private final Rows rows;
    private final int[] kept;
    /** New place of each column, -1 where it is left out. */
    private final int[] places;

    Selection(Rows rows, Set<String> ignored) {
        this.rows = rows;
        List<String> names = rows.names();
        kept = IntStream.range(0, names.size())
                .filter(i -> !ignored.contains(names.get(i)))
                .toArray();
        places = new int[names.size()];
        java.util.Arrays.fill(places, -1);
        for (int i = 0; i < kept.length; i++) {
            places[kept[i]] = i;
        }
    }

    @Override
    public List<String> names() {
        return IntStream.of(kept).mapToObj(rows.names()::get).toList();
    }

    @Override
    public @Nullable ColumnType type(int column) {
        return rows.type(kept[column]);
    }

    @Override
    public String unit() {
        return rows.unit();
    }

    @Override
    public boolean isText() {
        return rows.isText();
    }

    @Override
    public void walk(RowSink sink, FileFaults faults) throws IOException {
        rows.walk(new Filter(sink), faults);
    }

    private final class Filter implements RowSink {
        private final RowSink sink;

        Filter(RowSink sink) {
            this.sink = sink;
        }

        @Override
        public void beginRow(long line) {
            sink.beginRow(line);
        }

        @Override
        public void number(int column, double value) {
            if (places[column] >= 0) {
                sink.number(places[column], value);
            }
        }

        @Override
        public void cell(int column, char[] letters, int from, int to) {
            if (places[column] >= 0) {
                sink.cell(places[column], letters, from, to);
            }
        }

        @Override
        public void text(int column, char[] letters, int from, int to) {
            if (places[column] >= 0) {
                sink.text(places[column], letters, from, to);
            }
        }

        @Override
        public void missing(int column) {
            if (places[column] >= 0) {
                sink.missing(places[column]);
            }
        }

        @Override
        public void endRow() {
            sink.endRow();
        }
    }
}
