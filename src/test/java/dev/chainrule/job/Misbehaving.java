package dev.chainrule.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Added to a service, makes jobs of certain names throw what no job should, and lets its clock be set. It is no configuration, so that
 * no other service of the tests finds it.
 */
public final class Misbehaving implements BeanPostProcessor {

    private static final int HUGE = Integer.MAX_VALUE - 8;

    private static final Map<String, Runnable> DEEDS = Map.of(
            "takes too much memory", () -> System.identityHashCode(new long[4][HUGE]),
            "calls itself for ever", Misbehaving::again,
            "lacks a library",
                    () -> {
                        throw new NoClassDefFoundError("nothing");
                    });

    private static volatile Duration ahead = Duration.ZERO;

    /** Sets the host's clock so far ahead, or behind. */
    public static void jump(Duration offset) {
        ahead = offset;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void again() {
        again();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return switch (bean) {
            case JobRunner runner -> (JobRunner) (claim, control) -> run(runner, claim, control);
            case Clock clock -> new Jumping();
            default -> bean;
        };
    }

    private static void run(JobRunner runner, JobQueue.Claim claim, RunControl control) throws Exception {
        Runnable deed = DEEDS.get(claim.job().name());
        if (deed != null) {
            deed.run();
        }
        runner.run(claim, control);
    }

    private static final class Jumping extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }
}
