package dev.chainrule.job;

import dev.chainrule.dataset.Bound;
import dev.chainrule.engine.train.RunSpec;

/**
 * A request that can be carried out.
 *
 * @param request with every default, derived part and the seed filled in: planning it again gives the same
 * @param run what the engine will do
 * @param bytes off the heap that it will take, the examples included
 */
record JobPlan(JobRequest request, RunSpec run, Bound bound, long bytes) {

    /** The same run on data that are a dataset now. */
    JobPlan on(Bound kept) {
        return new JobPlan(request.on(kept.use()), run, kept, bytes);
    }

    /** Steps of the whole run, where nothing ends it earlier. */
    long steps() {
        return run.training().steps(bound.trainingRows());
    }

    String name() {
        return request.name() == null ? bound.name() : request.name();
    }
}
