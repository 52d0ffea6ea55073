package dev.chainrule.job;

import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is sent to branch off from a job. */
@Named("fork")
@Help("What is sent to branch off from a job.")
record ForkRequest(
        @Help("Step after which the patch holds; 0, as null, runs the patched spec from the start.")
        @Range(min = 0)
        @Nullable
        Long atStep,

        @Help("JSON merge patch of the spec.") @Nullable JsonNode patch) {
    ForkRequest {
        Member.check(ForkRequest.class, atStep);
    }
}
