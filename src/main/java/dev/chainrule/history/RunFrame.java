package dev.chainrule.history;

import dev.chainrule.engine.train.TrainingListener.RunPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that can be told of a run at one moment, as its followers share it.
 *
 * @param serial rises with each frame of the run
 * @param version of the state
 * @param terminal whether nothing more will come
 * @param job the job as JSON
 * @param progress its progress as JSON
 * @param started what the run reports; null before its first start
 */
record RunFrame(
        long serial,
        String state,
        long version,
        boolean terminal,
        String job,
        String progress,
        @Nullable Started started) {

    /**
     * @param run its token changes with each attempt
     * @param findings each as JSON
     */
    record Started(RunTable.Run run, RunPlan plan, List<Rows> groups, List<String> findings) {}

    /**
     * Rows of one group.
     *
     * @param ever most there have ever been
     */
    record Rows(long now, long ever) {}

    RunFrame withSerial(long number) {
        return new RunFrame(number, state, version, terminal, job, progress, started);
    }
}
