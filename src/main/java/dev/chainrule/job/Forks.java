package dev.chainrule.job;

import dev.chainrule.engine.network.Block;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Plans branches of jobs. */
@Component
final class Forks {

    private static final String SUFFIX = " (fork)";

    /** What decides which series a run reports, besides its parameters. */
    private record Reported(String pointer, String what, Function<JobPlan, Object> of) {
        Fault fault() {
            String message = "A fork that leaves on the way cannot change " + what
                    + ", for its history goes on with the series it began with; leave atStep out to train from the start.";
            return new Fault("/patch" + pointer, "OTHER_SERIES", message);
        }
    }

    private static final List<Reported> REPORTED = List.of(
            new Reported(
                    "/model/loss",
                    "the unit of the loss",
                    plan -> plan.run().network().loss().unit()),
            new Reported("/dataset/task", "the task", plan -> plan.bound().task()),
            new Reported(
                    "/dataset/split",
                    "whether there are validation rows",
                    plan -> plan.bound().validationRows() > 0),
            new Reported(
                    "/monitor/activations",
                    "whether activations are watched",
                    plan -> plan.run().monitor().activations().every() > 0));

    private final JobPlanner planner;
    private final JsonMapper json;

    Forks(JobPlanner planner, JsonMapper json) {
        this.planner = planner;
        this.json = json;
    }

    /**
     * A job ready to be queued.
     *
     * @param originId the job it branches off from, null for one that stands alone
     * @param step after which it differs from its origin, null for a new run from the start
     * @param prelude JSON of what runs until then
     */
    record Fork(
            JobPlan plan,
            @Nullable String originId,
            @Nullable Long step,
            @Nullable String prelude) {}

    /**
     * Plans a fork.
     *
     * @throws ProblemException 422 with every fault of the patched spec, or where it cannot go on from the step
     */
    Fork plan(JobRow origin, JsonNode body) {
        ForkRequest request = SpecReader.read(body, ForkRequest.class);
        JsonNode patch = request.patch() == null ? JsonNodeFactory.instance.objectNode() : request.patch();
        ObjectNode spec = (ObjectNode) json.readTree(origin.spec());
        JsonNode patched = MergePatch.apply(spec, patch);
        if (!patch.has("name") && patched instanceof ObjectNode object) {
            object.put("name", nameOf(origin));
        }
        Long step = request.atStep();
        if (step == null || step == 0) {
            return new Fork(planner.plan(patched, true), origin.id(), null, null);
        }
        JobPlan plan = planner.plan(patched, found -> check(origin, found, spec, step));
        Prelude prelude = prelude(origin).forkedAt(step, spec);
        return new Fork(plan, origin.id(), step, json.writeValueAsString(prelude));
    }

    Prelude prelude(JobRow row) {
        return row.prelude() == null ? Prelude.NONE : json.readValue(row.prelude(), Prelude.class);
    }

    private void check(JobRow origin, JobPlan plan, JsonNode originSpec, long step) {
        if (step > origin.progress().step()) {
            String message = "atStep must be a step that the job has made, at most "
                    + origin.progress().step() + ", was " + step;
            throw ProblemException.unprocessable(new Fault("/atStep", "OUT_OF_RANGE", message));
        }
        long steps = plan.steps();
        if (step >= steps) {
            String message = "No step is left after step " + step + " of " + steps
                    + "; ask for more epochs, or leave at an earlier step.";
            throw ProblemException.unprocessable(new Fault("/atStep", "OUT_OF_RANGE", message));
        }
        JobPlan before = planner.replan(originSpec);
        if (!Block.of(before.run().network()).equals(Block.of(plan.run().network()))) {
            String message = "A network of another shape cannot go on from step " + step
                    + "; leave atStep out to train it from the start.";
            throw ProblemException.unprocessable(new Fault("/patch/model", "SHAPE_MISMATCH", message));
        }
        List<Fault> faults = REPORTED.stream()
                .filter(part -> !part.of.apply(before).equals(part.of.apply(plan)))
                .map(Reported::fault)
                .toList();
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(faults.getFirst().code(), faults);
        }
    }

    private static String nameOf(JobRow origin) {
        int longest = JobDescription.LONGEST_NAME - SUFFIX.length();
        String name = origin.name();
        return (name.length() <= longest ? name : name.substring(0, longest)) + SUFFIX;
    }
}
