package dev.chainrule.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** So many in so much time for each key or address, the whole count again when the time is over. Counted by this instance alone. */
final class Limiter {

    /** Keys and addresses that are remembered; the longest silent are forgotten first. */
    static final int MOST = 10_000;

    private final LoadingCache<String, Bucket> buckets;

    Limiter(long most, Duration period, TimeMeter clock) {
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(period.multipliedBy(2))
                .executor(Runnable::run)
                .build(who -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(most).refillIntervally(most, period))
                        .withCustomTimePrecision(clock)
                        .build());
    }

    /** Counts one; gives 0 where it may pass, else the seconds until another may. */
    long secondsToWait(String who) {
        return seconds(buckets.get(who).tryConsumeAndReturnRemaining(1));
    }

    private static long seconds(ConsumptionProbe probe) {
        return probe.isConsumed() ? 0 : seconds(probe.getNanosToWaitForRefill());
    }

    private static long seconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    /** Keys and addresses that are remembered now. */
    long remembered() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }
}
