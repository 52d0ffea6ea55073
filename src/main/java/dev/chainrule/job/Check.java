package dev.chainrule.job;

import dev.chainrule.dataset.table.Issue;
import dev.chainrule.web.SpecWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a request would become.
 *
 * @param valid true; what is not valid is a 422
 * @param spec with every default filled in
 * @param parameters numbers to be learned
 * @param bytes estimate of the memory off the heap
 * @param trainingRows rows to learn from
 * @param validationRows rows training is judged by
 * @param testRows rows judged once, at the end
 * @param issues what its owner should know
 * @param estimate what the run would take, and how its gradient would begin
 */
record Check(
        boolean valid,
        JsonNode spec,
        long parameters,
        long bytes,
        int trainingRows,
        int validationRows,
        int testRows,
        List<Issue> issues,
        Estimate estimate) {

    static Check of(JobPlan plan, Estimate estimate) {
        return new Check(
                true,
                SpecWriter.write(plan.request()),
                plan.run().network().parameters(),
                plan.bytes(),
                plan.bound().trainingRows(),
                plan.bound().validationRows(),
                plan.bound().testRows(),
                issues(plan),
                estimate);
    }

    /** Those of the data, then those of the network. */
    private static List<Issue> issues(JobPlan plan) {
        List<Issue> issues = new ArrayList<>(plan.bound().issues());
        issues.addAll(Symmetry.of(plan.run().network().layers()));
        return issues;
    }
}
