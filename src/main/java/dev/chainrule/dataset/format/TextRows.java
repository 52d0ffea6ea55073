package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.RowSink;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The rows of a text file.
 *
 * @param header whether the first record is not a row
 */
record TextRows(
        TextRecords records, List<String> names, boolean header, Map<String, Object> details, List<Issue> issues)
        implements FileRows {

    @Override
    public String unit() {
        return "line";
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public void walk(RowSink sink, FileFaults faults) throws IOException {
        try {
            records.read(new Walk(sink, faults, names.size(), header));
        } catch (TextFaultException e) {
            faults.add(e.line(), e.code(), e.text());
        }
    }

    /** Checks that each record has as many fields as there are columns; records of one blank field are empty lines. */
    private static final class Walk implements FieldSink {
        private final RowSink sink;
        private final FileFaults faults;
        private final int width;
        private boolean skip;
        private long line;
        private boolean blank;

        Walk(RowSink sink, FileFaults faults, int width, boolean header) {
            this.sink = sink;
            this.faults = faults;
            this.width = width;
            this.skip = header;
        }

        @Override
        public void begin(long newLine) {
            line = newLine;
        }

        @Override
        public void field(int index, char[] letters, int from, int to, boolean quoted) {
            if (index == 0) {
                blank = width > 1 && !quoted && isBlank(letters, from, to);
            }
            if (skip || index >= width || index == 0 && blank) {
                return;
            }
            if (index == 0) {
                sink.beginRow(line);
            } else if (index == 1 && blank) {
                sink.beginRow(line);
                sink.cell(0, letters, from, from);
            }
            sink.cell(index, letters, from, to);
        }

        private static boolean isBlank(char[] letters, int from, int to) {
            for (int i = from; i < to; i++) {
                if (letters[i] > ' ') {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean end(int fields) {
            if (fields == 1 && blank) {
                return true;
            }
            if (skip) {
                skip = false;
                return true;
            }
            if (fields != width) {
                String message = "Line " + line + " has " + fields + " fields, expected " + width + ".";
                faults.add(line, "RAGGED_ROW", message);
            }
            sink.endRow();
            return true;
        }
    }
}
