package dev.chainrule.history;

import dev.chainrule.history.RunReader.OpenRun;
import dev.chainrule.history.SeriesSelection.Selected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows as the data of events {@code history}. Followers of a run that stand at the same row and want the same series share one
 * reading and one writing of it.
 */
@Component
final class EventPages {

    /** Numbers an event holds, about. */
    private static final int NUMBERS = 8192;

    private static final int MOST_ROWS = 1024;
    private static final int LEAST_ROWS = 16;
    private static final int KEPT_BYTES = 16 << 20;
    /** What an entry takes beside its page, about. */
    private static final int ENTRY_BYTES = 256;

    private static final int READS_AT_ONCE = 3;

    private final RunReader runs;
    private final JsonMapper json;
    private final Semaphore reads = new Semaphore(READS_AT_ONCE, true);
    private final Map<Page, FutureTask<byte[]>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int keptBytes;

    EventPages(RunReader runs, JsonMapper json) {
        this.runs = runs;
        this.json = json;
    }

    /**
     * Some rows of a group.
     *
     * @param token of the attempt that wrote them
     * @param from first row
     * @param to row after the last
     * @param every only rows whose number it divides
     */
    record Page(
            String runId, long token, int planNo, int groupNo, long from, long to, int every, SeriesSelection series) {}

    /** The row after the page that begins with {@code from}: pages end on a grid, so that those who catch up soon share them. */
    static long end(long from, long rows, int series, int every) {
        long span = (long) Math.clamp(NUMBERS / Math.max(1, series), LEAST_ROWS, MOST_ROWS) * every;
        return Math.min(rows, (from / span + 1) * span);
    }

    /**
     * The page as JSON on one line; empty where none of its rows is wanted, null where some are gone: the run was truncated since the
     * caller looked.
     */
    byte @Nullable [] json(Page page) {
        FutureTask<byte[]> task;
        synchronized (kept) {
            task = kept.computeIfAbsent(page, p -> new FutureTask<>(() -> read(p)));
        }
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            synchronized (kept) {
                kept.remove(page, task);
            }
            if (e.getCause() instanceof RowsGoneException) {
                return null;
            }
            throw new UnreadableException(page + " could not be read", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the threads of this house", e);
        }
    }

    private static final class RowsGoneException extends RuntimeException {}

    private byte[] read(Page page) {
        reads.acquireUninterruptibly();
        try {
            byte[] bytes = runs.read(page.runId(), run -> write(run, page)).orElseThrow(RowsGoneException::new);
            keep(bytes.length + ENTRY_BYTES);
            return bytes;
        } finally {
            reads.release();
        }
    }

    private void keep(int bytes) {
        synchronized (kept) {
            keptBytes += bytes;
            var eldest = kept.entrySet().iterator();
            while (keptBytes > KEPT_BYTES && eldest.hasNext()) {
                FutureTask<byte[]> task = eldest.next().getValue();
                if (task.state() == FutureTask.State.SUCCESS) {
                    keptBytes -= task.resultNow().length + ENTRY_BYTES;
                    eldest.remove();
                }
            }
        }
    }

    private byte[] write(OpenRun run, Page page) {
        long first = Math.ceilDiv(page.from(), (long) page.every()) * page.every();
        boolean planned = run.run().planNo() == page.planNo();
        if (!planned || run.groups().get(page.groupNo()).rowCount() < page.to()) {
            throw new RowsGoneException();
        }
        if (first >= page.to()) {
            return new byte[0];
        }
        GroupReader group = run.group(page.groupNo());
        Map<String, double[]> series = new LinkedHashMap<>();
        Map<String, List<Chart.Hole>> nonFinite = new LinkedHashMap<>();
        for (Selected one : page.series().matching(run.plan())) {
            if (one.groupNo() == page.groupNo()) {
                double[] values = column(group, page, one.column(), first);
                series.put(one.series().name(), values);
                List<Chart.Hole> holes = holes(values);
                if (!holes.isEmpty()) {
                    nonFinite.put(one.series().name(), holes);
                }
            }
        }
        Rows rows = new Rows(
                run.plan().groups().get(page.groupNo()).name(),
                longs(column(group, page, GroupReader.STEP, first)),
                longs(column(group, page, GroupReader.EPOCH, first)),
                series,
                nonFinite);
        return json.writeValueAsString(rows).getBytes(StandardCharsets.UTF_8);
    }

    /** @param nonFinite of each series that has such values: their indices, where the values themselves are null */
    record Rows(
            String group,
            long[] steps,
            long[] epochs,
            Map<String, double[]> series,
            Map<String, List<Chart.Hole>> nonFinite) {}

    private static double[] column(GroupReader group, Page page, int column, long first) {
        double[] all = group.values(column, first, page.to());
        double[] some = new double[Math.ceilDiv(all.length, page.every())];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[i * page.every()];
        }
        return some;
    }

    private static List<Chart.Hole> holes(double[] values) {
        List<Chart.Hole> holes = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                holes.add(new Chart.Hole(i, NonFinite.of(values[i]).spelling()));
            }
        }
        return holes;
    }

    private static long[] longs(double[] values) {
        long[] longs = new long[values.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = (long) values[i];
        }
        return longs;
    }
}
