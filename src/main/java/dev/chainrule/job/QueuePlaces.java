package dev.chainrule.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many jobs will be claimed before a waiting one. Every submission, every look at a job and every row of a list asks for
 * this: to count the queue anew each time took all of two cores when ten thousand waited. So one picture of a long queue
 * answers everybody for a moment, and a short one, which costs nothing, is looked at again each time.
 */
@Component
final class QueuePlaces {

    /** A queue up to this length is looked at again for each question. */
    static final int SHORT = 200;

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final int SHARE = 50;

    private final JdbcClient jdbc;
    private final LongSupplier nanoTime;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Picture latest;

    @Autowired
    QueuePlaces(JdbcClient jdbc) {
        this(jdbc, System::nanoTime);
    }

    QueuePlaces(JdbcClient jdbc, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.nanoTime = nanoTime;
    }

    /**
     * The queue at one moment.
     *
     * @param submissions of the jobs of each priority, in ascending order; highest priority first
     * @param until it may answer, by the time in nanoseconds; null for this once
     */
    record Picture(
            NavigableMap<Integer, long[]> submissions,
            @Nullable Long until) {

        /** Jobs before a waiting one. */
        long before(JobRow waiting) {
            long higher = submissions.headMap(waiting.priority(), false).values().stream()
                    .mapToLong(those -> those.length)
                    .sum();
            long[] same = submissions.getOrDefault(waiting.priority(), new long[0]);
            int place = Arrays.binarySearch(same, waiting.submission());
            return higher + (place >= 0 ? place : -place - 1);
        }
    }

    /** The queue as it is or, where more than {@link #SHORT} wait, was a fraction of a second ago. */
    Picture now() {
        Picture seen = latest;
        Long until = seen == null ? null : seen.until();
        if (seen == null || until == null) {
            return look();
        }
        if (nanoTime.getAsLong() - until < 0 || !looking.compareAndSet(false, true)) {
            return seen; // the latest will do for as long as another thread looks
        }
        try {
            return look();
        } finally {
            looking.set(false);
        }
    }

    private Picture look() {
        long start = nanoTime.getAsLong();
        NavigableMap<Integer, LongStream.Builder> waiting = new TreeMap<>(Comparator.reverseOrder());
        int[] jobs = {0};
        jdbc.sql("select priority, submission from job where state = 'QUEUED'").query(row -> {
            waiting.computeIfAbsent(row.getInt("priority"), priority -> LongStream.builder())
                    .add(row.getLong("submission"));
            jobs[0]++;
        });
        NavigableMap<Integer, long[]> sorted = new TreeMap<>(Comparator.reverseOrder());
        waiting.forEach(
                (priority, those) -> sorted.put(priority, those.build().sorted().toArray()));
        long end = nanoTime.getAsLong();
        long valid = Math.max(SHORTEST.toNanos(), SHARE * (end - start));
        Picture seen = new Picture(sorted, jobs[0] <= SHORT ? null : end + valid);
        latest = seen;
        return seen;
    }
}
