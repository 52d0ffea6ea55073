package dev.chainrule.access;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How fast a body must come. One that trickles holds a thread and a place among the requests for as long as its sender likes.
 *
 * @param leastPerSecond bytes a second, as a mean over each window; 0 lets a body take its time
 * @param window over which they are counted; only the time in which we waited for the sender counts
 */
record Pace(
        @DefaultValue("1KB") DataSize leastPerSecond,
        @DefaultValue("20s") Duration window) {
    Pace {
        if (leastPerSecond.isNegative() || window.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "chainrule.access.pace.least-per-second must be 0 or more, chainrule.access.pace.window a time");
        }
    }

    /** Whether so many bytes are too few for the time that they were waited for. */
    boolean isTooSlow(long bytes, long nanos) {
        return bytes < leastPerSecond.toBytes() * (nanos / 1e9);
    }
}
