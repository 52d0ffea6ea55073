package dev.chainrule.history;

import dev.chainrule.fault.FailPoint;
import dev.chainrule.history.LiveFeed.Channel;
import dev.chainrule.history.RunFrame.Started;
import dev.chainrule.history.SeriesSelection.Selected;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one follower what happens to a run, from a place on. It asks for what comes next only when the last event is written, so a
 * slow follower costs one event of memory and holds up nobody.
 */
final class EventStream {

    private static final long AGAIN = 200_000_000;
    private static final long LONGEST_FAILURE = 10_000_000_000L;

    private final EventPages pages;
    private final Channel channel;
    private final SeriesSelection series;
    private final int every;
    private final EventFormat format;
    private final OutputStream out;
    private final long heartbeat;

    private @Nullable Long failingSince;
    private EventId place;
    private @Nullable String progress;
    private int planNo;
    private int[] selected = {};
    private long written = System.nanoTime();

    EventStream(
            EventPages pages, Channel channel, Following following, OutputStream out, HistoryProperties properties) {
        this.pages = pages;
        this.channel = channel;
        this.series = following.series();
        this.every = following.every();
        this.place = following.place();
        this.format = following.format();
        this.out = out;
        this.heartbeat = properties.heartbeat().toNanos();
    }

    /**
     * What a follower wants.
     *
     * @param series of the events {@code history}
     * @param every of the rows, one in so many is told
     * @param place where the follower stands
     * @param format how the events are written
     */
    record Following(SeriesSelection series, int every, EventId place, EventFormat format) {}

    /**
     * Writes events until the run has ended, or {@code closing}. The calling thread must have joined the channel.
     *
     * @throws IOException where the follower is gone, or has not read for too long
     */
    void run(BooleanSupplier closing) throws IOException {
        write(format.greeting());
        while (!closing.getAsBoolean()) {
            RunFrame frame = channel.frame();
            if (channel.gone() || frame == null) {
                event("done", "{\"state\":\"DELETED\"}");
                return;
            }
            if (tellPatiently(frame)) {
                continue;
            }
            if (frame.terminal()) {
                place = place.atEnd();
                event("done", "{\"state\":\"" + frame.state() + "\"}");
                return;
            }
            await(frame, closing);
        }
    }

    /** What cannot be read from the database now is read a little later: an open stream need not end for that. */
    private boolean tellPatiently(RunFrame frame) throws IOException {
        try {
            boolean told = tell(frame);
            failingSince = null;
            return told;
        } catch (UnreadableException e) {
            long now = System.nanoTime();
            failingSince = failingSince == null ? Long.valueOf(now) : failingSince;
            if (now - failingSince >= LONGEST_FAILURE) {
                throw e;
            }
            LockSupport.parkNanos(AGAIN);
            write(format.heartbeat());
            return true;
        }
    }

    /** Tells some of what the follower does not know yet; false where it knows all. */
    private boolean tell(RunFrame frame) throws IOException {
        boolean told = false;
        if (place.version() != frame.version()) {
            place = place.withVersion(frame.version());
            event("state", frame.job());
            told = true;
        }
        Started started = frame.started();
        if (started != null) {
            told |= tellRows(started);
            told |= tellFindings(started.findings());
        }
        if (!frame.progress().equals(progress)) {
            progress = frame.progress();
            event("progress", frame.progress());
            told = true;
        }
        return told;
    }

    /** One page of each group. */
    private boolean tellRows(Started started) throws IOException {
        if (planNo != started.run().planNo()) {
            planNo = started.run().planNo();
            selected = new int[started.groups().size()];
            for (Selected one : series.matching(started.plan())) {
                selected[one.groupNo()]++;
            }
        }
        boolean told = false;
        for (int g = 0; g < selected.length; g++) {
            RunFrame.Rows rows = started.groups().get(g);
            if (place.rows(g) > rows.ever()) {
                place = place.withRows(g, rows.now()); // never told: a place that somebody made up
            }
            if (selected[g] > 0 && place.rows(g) < rows.now()) {
                told |= tellPage(started, g, rows.now());
            }
        }
        return told;
    }

    /** False where the rows are gone: another frame will say what there is instead. */
    private boolean tellPage(Started started, int group, long rows) throws IOException {
        long from = place.rows(group);
        long to = EventPages.end(from, rows, selected[group], every);
        byte[] data = pages.json(new EventPages.Page(
                channel.runId, started.run().token(), started.run().planNo(), group, from, to, every, series));
        if (data == null) {
            return false;
        }
        place = place.withRows(group, to);
        if (data.length > 0) {
            event("history", data);
        }
        return true;
    }

    private boolean tellFindings(List<String> findings) throws IOException {
        boolean told = false;
        while (place.findings() < findings.size()) {
            String finding = findings.get(place.findings());
            place = place.withFindings(place.findings() + 1);
            event("finding", finding);
            told = true;
        }
        return told;
    }

    private void await(RunFrame known, BooleanSupplier closing) throws IOException {
        long beat = written + heartbeat;
        for (long left = beat - System.nanoTime(); left > 0; left = beat - System.nanoTime()) {
            RunFrame frame = channel.frame();
            if (channel.gone() || closing.getAsBoolean() || frame == null || frame.serial() != known.serial()) {
                return;
            }
            LockSupport.parkNanos(left);
        }
        write(format.heartbeat());
    }

    private void event(String name, String data) throws IOException {
        event(name, data.getBytes(StandardCharsets.UTF_8));
    }

    private void event(String name, byte[] data) throws IOException {
        FailPoint.BEFORE_EVENT.pass();
        write(format.event(place.text(), name, data));
        FailPoint.AFTER_EVENT.pass();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        written = System.nanoTime();
    }
}
