package dev.chainrule.job;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/** How often a run's whole state is kept. */
@Named("checkpoints")
@Help("How often a run's whole state is kept.")
record CheckpointRequest(
        @Help("Seconds between two; what a crash can cost.") @Default("10") @Range(min = 1, max = 86_400)
        int everySeconds) {
    CheckpointRequest {
        Member.check(CheckpointRequest.class, everySeconds);
    }
}
