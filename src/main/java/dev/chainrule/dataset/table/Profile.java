package dev.chainrule.dataset.table;

import java.util.ArrayList;
import java.util.List;

/** The first walk: looks at every cell and keeps nothing but what is known of each column. */
final class Profile implements RowSink {

    /** Different numbers counted in the whole table: 16 MB at most. */
    private static final int DISTINCT = 1 << 20;

    private static final int DISTINCT_COLUMN = 1 << 16;
    private static final int SAMPLES = 20;
    private static final int WIDE = 1_000;

    private final List<ColumnProfile> columns = new ArrayList<>();
    private final Numeral numeral;
    private final MissingWords missing;
    private long rows;
    private long line = 1;

    Profile(int width, CellRules rules) {
        numeral = new Numeral(rules.point());
        missing = rules.missing();
        int share = Math.clamp(DISTINCT / Math.max(1, width), 16, DISTINCT_COLUMN);
        for (int i = 0; i < width; i++) {
            columns.add(new ColumnProfile(share, width > WIDE ? 1 : SAMPLES));
        }
    }

    @Override
    public void number(int column, double value) {
        columns.get(column).number(value);
    }

    @Override
    public void cell(int column, char[] letters, int from, int to) {
        ColumnProfile profile = columns.get(column);
        if (missing.contains(letters, from, to)) {
            profile.missing(line);
            return;
        }
        Numeral.Kind kind = numeral.read(letters, from, to);
        switch (kind) {
            case NUMBER -> profile.number(numeral.value());
            case UNDERFLOW, IMPRECISE -> {
                profile.number(numeral.value());
                profile.rounded(kind, line);
            }
            default -> profile.misfit(kind, letters, from, to, line);
        }
    }

    @Override
    public void text(int column, char[] letters, int from, int to) {
        if (missing.contains(letters, from, to)) {
            columns.get(column).missing(line);
        } else {
            columns.get(column).text(letters, from, to, line);
        }
    }

    @Override
    public void missing(int column) {
        columns.get(column).missing(line);
    }

    @Override
    public void beginRow(long newLine) {
        line = newLine;
    }

    @Override
    public void endRow() {
        rows++;
    }

    long rows() {
        return rows;
    }

    List<ColumnProfile> columns() {
        return columns;
    }
}
