package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.Numeral;
import java.util.ArrayList;
import java.util.List;

/** The first records of a text file, kept to be looked at. */
final class FirstRecords implements FieldSink {

    private static final int RECORDS = 2;

    private final List<List<Cell>> records = new ArrayList<>();
    private List<Cell> current = new ArrayList<>();
    private int widest;

    /** A field, and whether it stood in quotes. */
    record Cell(String text, boolean quoted) {}

    @Override
    public void begin(long line) {
        current = new ArrayList<>();
    }

    @Override
    public void field(int index, char[] letters, int from, int to, boolean quoted) {
        widest = Math.max(widest, index + 1);
        if (index < Formats.COLUMNS) {
            current.add(new Cell(new String(letters, from, to - from), quoted));
        }
    }

    @Override
    public boolean end(int fields) {
        boolean blank = current.size() == 1
                && !current.getFirst().quoted()
                && current.getFirst().text().isBlank();
        if (!blank) {
            records.add(current);
        }
        return records.size() < RECORDS && widest <= Formats.COLUMNS;
    }

    List<List<Cell>> records() {
        return records;
    }

    /** Fields of the widest record. */
    int widest() {
        return widest;
    }

    /** Whether the first record looks like names: some text, and no number. */
    boolean looksLikeHeader(char point) {
        Numeral numeral = new Numeral(point);
        boolean any = false;
        for (Cell cell : records.getFirst()) {
            char[] letters = cell.text().toCharArray();
            if (numeral.read(letters, 0, letters.length) != Numeral.Kind.TEXT) {
                return false;
            }
            any = any || !cell.text().isBlank();
        }
        return any;
    }
}
