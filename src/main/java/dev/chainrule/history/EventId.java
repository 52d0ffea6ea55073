package dev.chainrule.history;

import dev.chainrule.history.RunReader.OpenRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a run's stream of events: all that lies before it has been told. It says how many rows and findings that is, which the database
 * knows too, so it means the same after a restart, and in another process.
 *
 * <p>Written as numbers with dashes between them: version of the state, findings, then rows of each group.
 *
 * @param version of the state told last, 0 for none
 * @param findings number of findings told
 * @param rows number of rows told of each group; groups beyond its end have none
 * @param done whether the end has been told too
 */
record EventId(long version, int findings, List<Long> rows, boolean done) {

    static final EventId START = new EventId(0, 0, List.of(), false);

    private static final String DONE = "-done";
    private static final Pattern TEXT = Pattern.compile("\\d{1,18}-\\d{1,9}(-\\d{1,18}){0,16}(" + DONE + ")?");

    /** All the rows that a run has now, but no state and no finding. */
    static EventId at(OpenRun run) {
        return new EventId(
                0, 0, run.groups().stream().map(RunTable.Group::rowCount).toList(), false);
    }

    /** The place that a client says it has reached; the start where it makes no sense. */
    static EventId parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return START;
        }
        boolean done = text.endsWith(DONE);
        String[] numbers = (done ? text.substring(0, text.length() - DONE.length()) : text).split("-");
        List<Long> rows = Arrays.stream(numbers).skip(2).map(Long::valueOf).toList();
        return new EventId(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]), rows, done);
    }

    String text() {
        StringBuilder text = new StringBuilder().append(version).append('-').append(findings);
        rows.forEach(n -> text.append('-').append(n));
        return text.append(done ? DONE : "").toString();
    }

    long rows(int group) {
        return group < rows.size() ? rows.get(group) : 0;
    }

    EventId withVersion(long told) {
        return new EventId(told, findings, rows, false);
    }

    EventId atEnd() {
        return new EventId(version, findings, rows, true);
    }

    EventId withFindings(int told) {
        return new EventId(version, told, rows, false);
    }

    EventId withRows(int group, long told) {
        List<Long> all = new ArrayList<>(rows);
        while (all.size() <= group) {
            all.add(0L);
        }
        all.set(group, told);
        return new EventId(version, findings, List.copyOf(all), false);
    }
}
