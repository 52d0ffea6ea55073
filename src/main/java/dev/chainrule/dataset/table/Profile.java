package dev.chainrule.dataset.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The first walk: looks at every cell and keeps nothing but what is known of each column. */
final class Profile implements RowSink {

    /** Different numbers counted in the whole table: 16 MB at most. */
    private static final int DISTINCT = 1 << 20;

    private static final int DISTINCT_COLUMN = 1 << 16;
    private static final int SAMPLES = 20;
    private static final int WIDE = 1_000;

    private final ColumnProfile[] columns;
    private final @Nullable Tape tape;
    private final Numeral numeral;
    private final MissingWords missing;
    private long rows;
    private long line = 1;

    /** @param tape takes what is read, null where nobody will ask for it */
    Profile(int width, CellRules rules, @Nullable Tape tape) {
        this.tape = tape;
        columns = new ColumnProfile[width];
        numeral = new Numeral(rules.point());
        missing = rules.missing();
        int share = Math.clamp(DISTINCT / Math.max(1, width), 16, DISTINCT_COLUMN);
        for (int i = 0; i < width; i++) {
            columns[i] = new ColumnProfile(share, width > WIDE ? 1 : SAMPLES);
        }
    }

    @Override
    public void number(int column, double value) {
        columns[column].number(value);
    }

    @Override
    public void cell(int column, char[] letters, int from, int to) {
        ColumnProfile profile = columns[column];
        if (missing.contains(letters, from, to)) {
            profile.missing(line);
            if (tape != null) {
                tape.missing();
            }
            return;
        }
        Numeral.Kind kind = numeral.read(letters, from, to);
        boolean number = kind == Numeral.Kind.NUMBER || profile.rounded(kind, line);
        if (number) {
            profile.number(numeral.value());
        } else {
            profile.misfit(kind, letters, from, to, line);
        }
        if (tape != null) {
            note(column, number, letters, from, to);
        }
    }

    private void note(int column, boolean number, char[] letters, int from, int to) {
        Tape notes = Objects.requireNonNull(tape);
        if (number && !notes.isWords(column)) {
            notes.number(numeral.value());
        } else {
            notes.letters(letters, from, to);
        }
    }

    @Override
    public void text(int column, char[] letters, int from, int to) {
        if (missing.contains(letters, from, to)) {
            columns[column].missing(line);
        } else {
            columns[column].text(letters, from, to, line);
        }
    }

    @Override
    public void missing(int column) {
        columns[column].missing(line);
    }

    @Override
    public void beginRow(long newLine) {
        line = newLine;
        if (tape != null) {
            tape.beginRow(newLine);
        }
    }

    @Override
    public void endRow() {
        rows++;
    }

    long rows() {
        return rows;
    }

    ColumnProfile column(int column) {
        return columns[column];
    }
}
