package dev.chainrule.dataset;

import dev.chainrule.dataset.format.Formats;
import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.RowSink;
import dev.chainrule.dataset.table.Rows;
import dev.chainrule.web.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows as a request gives them: JSON numbers are numbers, JSON texts are texts, null is missing. */
record GivenRows(List<String> names, List<List<@Nullable Object>> rows) implements Rows {

    private static final int TOLD = 20;

    /** Whether names and rows make a table; faults say why not. */
    static boolean check(List<String> names, List<List<@Nullable Object>> rows, String pointer, List<Fault> faults) {
        if (names.size() > Formats.COLUMNS) {
            String message = "The rows have more than " + Formats.COLUMNS + " columns.";
            faults.add(new Fault(pointer + "/columns", "TOO_MANY_COLUMNS", message));
            return false;
        }
        int before = faults.size();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size() && faults.size() - before < TOLD; i++) {
            if (!seen.add(names.get(i))) {
                String message = "Column " + FileFaults.shown(names.get(i)) + " is named twice.";
                faults.add(new Fault(pointer + "/columns/" + i, "DUPLICATE_COLUMN", message));
            }
        }
        for (int i = 0; i < rows.size() && faults.size() - before < TOLD; i++) {
            if (rows.get(i).size() != names.size()) {
                String message = "Row " + i + " has " + rows.get(i).size() + " cells, and there are " + names.size()
                        + " columns.";
                faults.add(new Fault(pointer + "/rows/" + i, "RAGGED_ROW", message));
            }
        }
        return faults.size() == before;
    }

    @Override
    public void walk(RowSink sink, FileFaults faults) {
        for (int i = 0; i < rows.size(); i++) {
            sink.beginRow(i + 1L);
            List<@Nullable Object> cells = rows.get(i);
            for (int j = 0; j < cells.size(); j++) {
                put(j, cells.get(j), sink);
            }
            sink.endRow();
        }
    }

    private static void put(int column, @Nullable Object cell, RowSink sink) {
        switch (cell) {
            case null -> sink.missing(column);
            case Long number when Math.abs(number) > 1L << 53 -> cell(column, number.toString(), sink);
            case Number number -> sink.number(column, number.doubleValue());
            default -> {
                char[] letters = cell.toString().toCharArray();
                sink.text(column, letters, 0, letters.length);
            }
        }
    }

    private static void cell(int column, String text, RowSink sink) {
        sink.cell(column, text.toCharArray(), 0, text.length());
    }
}
