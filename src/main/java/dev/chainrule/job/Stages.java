package dev.chainrule.job;

import dev.chainrule.engine.train.RunSpec;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a job runs, in order. */
@Component
final class Stages {

    private final JobPlanner planner;
    private final Forks forks;
    private final StartingPoints starts;
    private final JsonMapper json;

    Stages(JobPlanner planner, Forks forks, StartingPoints starts, JsonMapper json) {
        this.starts = starts;
        this.planner = planner;
        this.forks = forks;
        this.json = json;
    }

    /**
     * At least one stage, the job's own the last.
     *
     * @throws dev.chainrule.web.ProblemException 422 where a spec can no longer be carried out
     */
    List<Stage> of(JobRow row) {
        List<Stage> stages = new ArrayList<>();
        for (Prelude.Part part : forks.prelude(row).parts()) {
            stages.add(stage(stages, part.spec(), part.until()));
        }
        stages.add(stage(stages, json.readTree(row.spec()), Long.MAX_VALUE));
        return stages;
    }

    private Stage stage(List<Stage> earlier, JsonNode spec, long until) {
        RunSpec before = earlier.isEmpty() ? null : earlier.getLast().plan().run();
        long from = earlier.isEmpty() ? 0 : earlier.getLast().until();
        JobPlan plan = planner.replan(spec);
        return new Stage(
                plan, from, until, before, () -> starts.theta(plan.request().model()));
    }
}
