package dev.chainrule.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How jobs are run.
 *
 * @param lease how long a silent worker keeps a job
 * @param renewal between two renewals of a lease
 * @param poll between two looks at the queue that nobody asked for; a submission wakes the workers at once
 * @param control between two looks for pauses and cancellations asked for at another instance
 * @param progress between two writes of a job's progress
 * @param memory off-heap bytes that all running jobs together may use; null is three quarters of the machine's memory less
 *     the largest heap
 * @param checkpointsKept newest checkpoints kept of a job
 * @param warmUp whether small runs that nobody asked for have the kernels compiled, from the start until a first job comes
 * @param niceness added to the nice value of each thread that trains, where threads have one: 0 to 19
 */
@ConfigurationProperties("chainrule.job")
record JobProperties(
        @DefaultValue("15s") Duration lease,
        @DefaultValue("5s") Duration renewal,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("200ms") Duration control,
        @DefaultValue("1s") Duration progress,
        @Nullable DataSize memory,
        @DefaultValue("2") int checkpointsKept,
        @DefaultValue("true") boolean warmUp,
        @DefaultValue("10") int niceness) {

    JobProperties {
        if (renewal.multipliedBy(2).compareTo(lease) >= 0) {
            throw new IllegalArgumentException(
                    "chainrule.job.renewal " + renewal + " must be less than half of chainrule.job.lease " + lease);
        }
        if (checkpointsKept < 2) {
            throw new IllegalArgumentException(
                    "chainrule.job.checkpoints-kept must be >= 2 (a damaged one falls back to the one before), was "
                            + checkpointsKept);
        }
        if (niceness < 0 || niceness > 19) {
            throw new IllegalArgumentException("chainrule.job.niceness must be 0 to 19, was " + niceness);
        }
    }

    static JobProperties defaults() {
        return new JobProperties(
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                null,
                2,
                true,
                10);
    }
}
