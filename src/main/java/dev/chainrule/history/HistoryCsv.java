package dev.chainrule.history;

import dev.chainrule.history.RunReader.OpenRun;
import dev.chainrule.history.SeriesSelection.Selected;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * All rows of a run as CSV (RFC 4180): step, epoch, then a column a series. Rows of groups with the same step share a line; a series that
 * has no row at a step has an empty cell there. Read page by page, each in a transaction of its own, so that neither memory nor a
 * connection is held while a slow client reads.
 */
@Component
final class HistoryCsv {

    private static final int PAGE = 16 * Levels.CHUNK;

    private final RunReader runs;

    HistoryCsv(RunReader runs) {
        this.runs = runs;
    }

    /** Where a group stands. */
    private static final class Cursor {

        private final int groupNo;
        private final List<Integer> columns = new ArrayList<>();
        private long next;
        private long end;
        private double[][] page = {};
        private int at;

        Cursor(int groupNo) {
            this.groupNo = groupNo;
            columns.add(GroupReader.STEP);
            columns.add(GroupReader.EPOCH);
        }

        void open(OpenRun run, ChartQuery query) {
            GroupReader group = run.group(groupNo);
            next = query.from() == Long.MIN_VALUE ? 0 : group.rowsUpTo(query.from() - 1);
            end = query.to() == Long.MAX_VALUE ? group.rows() : group.rowsUpTo(query.to());
        }

        boolean empty() {
            return page.length == 0 || at == page[0].length;
        }

        /** Reads the next page. A run truncated meanwhile ends earlier. */
        void turn(OpenRun run) {
            GroupReader group = run.group(groupNo);
            long to = Math.min(Math.min(end, group.rows()), next + PAGE);
            page = new double[columns.size()][];
            for (int c = 0; c < page.length; c++) {
                page[c] = group.values(columns.get(c), Math.min(next, to), to);
            }
            end = to < next + PAGE ? to : end;
            next = to;
            at = 0;
        }

        double step() {
            return page[0][at];
        }
    }

    /** What is asked for, known and checked before the first byte of the answer. */
    final class Export {

        private final String runId;
        private final List<Selected> series;
        private final List<Cursor> cursors;

        private Export(String runId, List<Selected> series, List<Cursor> cursors) {
            this.runId = runId;
            this.series = series;
            this.cursors = cursors;
        }

        void write(Writer out) throws IOException {
            out.write("step,epoch");
            for (Selected one : series) {
                out.write(',');
                out.write(text(one.series().name()));
            }
            out.write("\r\n");
            while (true) {
                turnPages();
                double step = cursors.stream()
                        .filter(c -> !c.empty())
                        .mapToDouble(Cursor::step)
                        .min()
                        .orElse(Double.NaN);
                if (Double.isNaN(step)) {
                    return;
                }
                writeLine(out, step);
            }
        }

        private void turnPages() {
            for (Cursor cursor : cursors) {
                if (cursor.empty() && cursor.next < cursor.end) {
                    runs.read(runId, run -> {
                        cursor.turn(run);
                        return cursor;
                    });
                }
            }
        }

        private void writeLine(Writer out, double step) throws IOException {
            boolean first = true;
            for (Cursor cursor : cursors) {
                boolean here = !cursor.empty() && cursor.step() == step;
                if (here && first) {
                    out.write((long) step + "," + (long) cursor.page[1][cursor.at]);
                    first = false;
                }
            }
            for (Cursor cursor : cursors) {
                boolean here = !cursor.empty() && cursor.step() == step;
                for (int c = 2; c < cursor.columns.size(); c++) {
                    out.write(',');
                    if (here) {
                        out.write(Double.toString(cursor.page[c][cursor.at]));
                    }
                }
                cursor.at += here ? 1 : 0;
            }
            out.write("\r\n");
        }
    }

    Export export(String runId, ChartQuery query) {
        return runs.read(runId, run -> {
                    List<Selected> series = query.series().in(run.plan());
                    List<Cursor> cursors = new ArrayList<>();
                    for (Selected one : series) {
                        if (cursors.isEmpty() || cursors.getLast().groupNo != one.groupNo()) {
                            cursors.add(new Cursor(one.groupNo()));
                            cursors.getLast().open(run, query);
                        }
                        cursors.getLast().columns.add(one.column());
                    }
                    return new Export(runId, series, cursors);
                })
                .orElseGet(() -> new Export(runId, List.of(), List.of()));
    }

    /** A text cell: never a formula to a spreadsheet, quoted where it must be. */
    static String text(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
