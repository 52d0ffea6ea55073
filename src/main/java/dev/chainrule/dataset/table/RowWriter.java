package dev.chainrule.dataset.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The second walk: writes each row as it comes, and sums what needs the mean of the first. */
final class RowWriter implements RowSink {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final char[] TRUE = "true".toCharArray();
    private static final char[] FALSE = "false".toCharArray();

    private final OutputStream out;
    private final Plan[] plans;
    private final ColumnSummary[] summaries;
    private final Numeral numeral;
    private final MissingWords missing;
    private final byte[] row;
    private final Lines.Notes lines = new Lines.Notes();

    RowWriter(OutputStream out, TextPool pool, List<Plan> plans, CellRules rules) {
        this.out = out;
        this.plans = plans.toArray(Plan[]::new);
        this.summaries =
                plans.stream().map(plan -> new ColumnSummary(plan, pool)).toArray(ColumnSummary[]::new);
        this.numeral = new Numeral(rules.point());
        this.missing = rules.missing();
        this.row = new byte[stride(plans)];
    }

    static int stride(List<Plan> plans) {
        return plans.stream().mapToInt(plan -> plan.storage().bytes()).sum();
    }

    @Override
    public void beginRow(long line) {
        lines.add(line); // and every cell of the last row is overwritten
    }

    @Override
    public void number(int column, double value) {
        Plan plan = plans[column];
        summaries[column].add(value);
        switch (plan.storage()) {
            case BYTE -> row[plan.offset()] = (byte) value;
            case FLOAT -> FLOAT.set(row, plan.offset(), (float) value);
            case DOUBLE -> DOUBLE.set(row, plan.offset(), value);
            case TEXT -> {
                char[] letters = NumberText.of(value).toCharArray();
                put(column, letters, 0, letters.length);
            }
        }
    }

    @Override
    public void cell(int column, char[] letters, int from, int to) {
        if (missing.contains(letters, from, to)) {
            missing(column);
        } else if (plans[column].storage() == Storage.TEXT) {
            put(column, letters, from, to);
        } else {
            numeral.read(letters, from, to);
            number(column, numeral.value());
        }
    }

    @Override
    public void text(int column, char[] letters, int from, int to) {
        if (missing.contains(letters, from, to)) {
            missing(column);
        } else {
            put(column, letters, from, to);
        }
    }

    @Override
    public void missing(int column) {
        Plan plan = plans[column];
        switch (plan.storage()) {
            case BYTE -> throw new IllegalStateException("column " + plan.name() + " had no missing cell before");
            case FLOAT -> FLOAT.set(row, plan.offset(), Float.NaN);
            case DOUBLE -> DOUBLE.set(row, plan.offset(), Double.NaN);
            case TEXT -> INT.set(row, plan.offset(), -1);
        }
    }

    private void put(int column, char[] letters, int from, int to) {
        Plan plan = plans[column];
        try {
            INT.set(row, plan.offset(), entry(plan, summaries[column].texts(), letters, from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int entry(Plan plan, Dictionary texts, char[] letters, int from, int to) throws IOException {
        if (!plan.spelling()) {
            return texts.add(letters, from, to);
        }
        char[] word = Boolean.TRUE.equals(Booleans.of(new String(letters, from, to - from))) ? TRUE : FALSE;
        return texts.add(word, 0, word.length);
    }

    @Override
    public void endRow() {
        try {
            out.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    Lines lines() {
        return lines.lines();
    }

    ColumnSummary summary(int column) {
        return summaries[column];
    }
}
