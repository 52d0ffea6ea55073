package dev.chainrule.job;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Seconds that a run's steps take of late: what was {@link #HALF_LIFE} earlier counts half. Where it is first looked at does not count at
 * all, for the first steps after a start run in code that is still being compiled, hundreds of times slower than the rest.
 */
final class RecentPace {

    private static final double HALF_LIFE = 3; // s

    private final LongSupplier nanoTime;
    private long step;
    private long nanos;
    private boolean moved;
    private double steps;
    private double seconds;

    /** @param start updates made before this attempt */
    RecentPace(long start, LongSupplier nanoTime) {
        this.step = start;
        this.nanoTime = nanoTime;
    }

    /** The run has come to a step. */
    void at(long now) {
        if (now <= step) {
            return; // a long step is no sign of a slower pace before it is made
        }
        long time = nanoTime.getAsLong();
        if (moved) {
            double passed = (time - nanos) / 1e9;
            double kept = Math.pow(0.5, passed / HALF_LIFE);
            seconds = kept * seconds + passed;
            steps = kept * steps + now - step;
        }
        moved = true;
        step = now;
        nanos = time;
    }

    /** Seconds for so many more steps; null while no pace is known. */
    @Nullable
    Double secondsFor(long more) {
        return steps > 0 ? Double.valueOf(seconds / steps * Math.max(0, more)) : null;
    }
}
