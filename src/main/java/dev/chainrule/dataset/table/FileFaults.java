package dev.chainrule.dataset.table;

import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Everything wrong with one file, told together: the first 20 faults, and how many more there were. */
public final class FileFaults {

    private static final int LIMIT = 20;
    private static final Set<String> TYPES = Set.of("DTYPE", "ENCODING", "UNKNOWN_FORMAT", "CONTENT_MISMATCH");
    private static final Set<String> SIZES = Set.of("TOO_LARGE", "GZIP_BOMB");

    private final String unit;
    private final List<Fault> faults = new ArrayList<>();
    private long count;

    /** Faults of a text file, whose rows are lines. */
    public FileFaults() {
        this("line");
    }

    /** @param unit what a row is called: line, row */
    public FileFaults(String unit) {
        this.unit = unit;
    }

    /** What a row is called, as a sentence begins. */
    String unit() {
        return unit.equals("line") ? "Line" : "Row";
    }

    /** Notes a fault of the whole file. */
    public void add(String code, String message) {
        add(new Fault("file", code, message));
    }

    /** Notes a fault of one line. */
    public void add(long line, String code, String message) {
        add(new Fault(unit + " " + line, code, message));
    }

    /** Notes a fault of a cell, or of a column where the line is 0. */
    public void add(long line, String column, String code, String message) {
        String name = "column " + ProblemException.abbreviate(column);
        add(new Fault(line == 0 ? name : unit + " " + line + ", " + name, code, message));
    }

    private void add(Fault fault) {
        if (faults.size() < LIMIT) {
            faults.add(fault);
        }
        count++;
    }

    /** Counts faults that are not told one by one. */
    public void addUntold(long more) {
        count += more;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Whether more faults would not be told any more. */
    public boolean isFull() {
        return faults.size() == LIMIT;
    }

    /** Refuses the file if anything was wrong with it. */
    public void check() {
        if (count > 0) {
            throw exception();
        }
    }

    /** Refuses the file for this reason and those noted before. */
    public ProblemException refuse(String code, String message) {
        add(code, message);
        return exception();
    }

    /** All of them, as 415, 413 or 422. */
    public ProblemException exception() {
        String code = faults.getFirst().code();
        String detail = count == 1 ? faults.getFirst().message() : count + " things are wrong with the file.";
        return new ProblemException(status(code), code, detail, faults, Map.of("faults", count));
    }

    private static HttpStatus status(String code) {
        if (TYPES.contains(code)) {
            return HttpStatus.UNSUPPORTED_MEDIA_TYPE;
        }
        return SIZES.contains(code) ? HttpStatus.CONTENT_TOO_LARGE : HttpStatus.UNPROCESSABLE_CONTENT;
    }

    /** One fault that is enough. */
    public static ProblemException refusal(String code, String message) {
        return new FileFaults().refuse(code, message);
    }

    /** At most 40 characters of a cell, in quotes, nothing unprintable. */
    public static String shown(@Nullable String value) {
        String text = value == null ? "" : value.replaceAll("\\p{Cntrl}", "\uFFFD");
        return "\"" + ProblemException.abbreviate(text) + "\"";
    }
}
