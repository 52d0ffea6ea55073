package dev.chainrule.dataset.table;

import dev.chainrule.dataset.table.Footer.Place;
import dev.chainrule.web.Names;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a table of rows in two walks: the first says the type of each column and finds everything wrong, the second writes. What the
 * first parsed is read by the second from a {@link Tape} where that is enough.
 * The heap it takes does not grow with the number of rows.
 */
public final class TableBuilder {

    /** So many names are compared with unknown ones; after that nothing is guessed. */
    private static final int COMPARED = 10_000;

    private final Rows rows;
    private final CellRules rules;
    private final List<Plan> plans;
    private final List<Issue> issues;
    private final long count;

    private TableBuilder(Rows rows, CellRules rules, List<Plan> plans, List<Issue> issues, long count) {
        this.rows = rows;
        this.rules = rules;
        this.plans = plans;
        this.issues = issues;
        this.count = count;
    }

    /** A column's type as its owner wants it. */
    public enum Wish {
        NUMERIC,
        CATEGORICAL,
        /** As if the column were not there. */
        IGNORE
    }

    /** What a table holds. */
    public record Summary(long rows, List<Column> columns, List<Issue> issues) {}

    /**
     * The first walk.
     *
     * @param wishes by name of the column
     * @param scratch an empty file, until the second walk is over
     * @throws dev.chainrule.web.ProblemException with everything that is wrong
     */
    public static TableBuilder look(Rows source, CellRules rules, Map<String, Wish> wishes, Path scratch)
            throws IOException {
        FileFaults faults = new FileFaults(source.unit());
        checkWishes(source.names(), wishes, faults);
        Set<String> ignored = wishes.keySet().stream()
                .filter(name -> wishes.get(name) == Wish.IGNORE)
                .collect(Collectors.toSet());
        Rows rows = ignored.isEmpty() ? source : new Selection(source, ignored);
        Tape tape = rows.isText() ? new Tape(scratch, words(rows.names(), wishes)) : null;
        Profile profile = new Profile(rows.names().size(), rules, tape);
        try {
            walk(rows, profile, faults);
        } finally {
            if (tape != null) {
                tape.end();
            }
        }
        if (profile.rows() == 0 && faults.isEmpty()) {
            faults.add("NO_ROWS", "The file has no rows of data.");
        }
        Verdict verdict = new Verdict(rows, rules, wishes, faults);
        List<Plan> plans = verdict.plans(profile);
        faults.check();
        Rows again = tape != null && tape.suffices(plans) ? tape.rows(rows.names(), profile.rows()) : rows;
        return new TableBuilder(again, rules, plans, verdict.issues(), profile.rows());
    }

    /** Columns that are categorical whatever they hold: their numbers are noted as they are spelled. */
    private static boolean[] words(List<String> names, Map<String, Wish> wishes) {
        boolean[] words = new boolean[names.size()];
        for (int i = 0; i < words.length; i++) {
            words[i] = wishes.get(names.get(i)) == Wish.CATEGORICAL;
        }
        return words;
    }

    private static void checkWishes(List<String> names, Map<String, Wish> wishes, FileFaults faults) {
        Set<String> known = new HashSet<>(names);
        int compared = 0;
        for (String name : wishes.keySet()) {
            if (known.contains(name)) {
                continue;
            }
            if (faults.isFull()) {
                faults.addUntold(1);
            } else {
                String nearest = compared < COMPARED ? Names.nearest(name, names) : null;
                compared += names.size();
                String hint = nearest == null ? "" : "; did you mean " + FileFaults.shown(nearest) + "?";
                faults.add(0, name, "UNKNOWN_COLUMN", "There is no column " + FileFaults.shown(name) + hint);
            }
        }
    }

    /**
     * The second walk.
     *
     * @param out takes the table
     * @param scratch an empty file for the texts, until all rows are written
     */
    public Summary write(OutputStream out, Path scratch) throws IOException {
        long poolBytes;
        RowWriter writer;
        out.write(word(Footer.MAGIC));
        try (OutputStream texts = new BufferedOutputStream(Files.newOutputStream(scratch), 1 << 16)) {
            TextPool pool = new TextPool(texts);
            writer = new RowWriter(out, pool, plans, rules);
            FileFaults faults = new FileFaults();
            walk(rows, writer, faults);
            faults.check();
            poolBytes = pool.bytes();
        }
        Files.copy(scratch, out);
        int stride = RowWriter.stride(plans);
        List<Column> columns = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            columns.add(writer.summary(i).column());
            places.add(writer.summary(i).place());
        }
        long pool = Long.BYTES + count * stride;
        byte[] footer = new Footer(Footer.VERSION, count, stride, pool, columns, places, writer.lines()).toBytes();
        out.write(footer);
        out.write(word(footer.length));
        out.write(word(Footer.MAGIC));
        return new Summary(count, columns, Observations.of(columns, count, issues));
    }

    private static void walk(Rows rows, RowSink sink, FileFaults faults) throws IOException {
        try {
            rows.walk(sink, faults);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static byte[] word(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
