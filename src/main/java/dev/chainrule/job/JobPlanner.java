package dev.chainrule.job;

import dev.chainrule.dataset.Bound;
import dev.chainrule.dataset.DatasetUse;
import dev.chainrule.dataset.Datasets;
import dev.chainrule.dataset.Draft;
import dev.chainrule.dataset.Task;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.Trainer;
import dev.chainrule.engine.train.TrainingSpec;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * From the JSON of a request to a run that can start. Whatever can be found wrong is found here, all of it at once: each part
 * that can be read is checked against the others even where another part cannot.
 */
@Component
final class JobPlanner {

    /** A drawn seed has at most 53 bits: JavaScript reads it back exactly. */
    private static final long SEEDS = 1L << 53;

    private final Datasets datasets;
    private final MemoryBudget budget;
    private final StartingPoints starts;

    JobPlanner(Datasets datasets, MemoryBudget budget, StartingPoints starts) {
        this.starts = starts;
        this.datasets = datasets;
        this.budget = budget;
    }

    /**
     * Plans a request.
     *
     * @param keep whether data that come with the request or are generated become a dataset
     * @throws ProblemException 422 with every fault
     */
    JobPlan plan(JsonNode body, boolean keep) {
        return plan(body, keep, plan -> {});
    }

    /**
     * Plans a request that becomes a job.
     *
     * @param last may refuse the plan, before data become a dataset: a request that is refused leaves none behind
     */
    JobPlan plan(JsonNode body, Consumer<JobPlan> last) {
        return plan(body, true, last);
    }

    private JobPlan plan(JsonNode body, boolean keep, Consumer<JobPlan> last) {
        return plan(starts.withLayers(body), keep, true, last);
    }

    /** Plans again what was planned before; the model it started from may be gone. */
    JobPlan replan(JsonNode spec) {
        return plan(spec, true, false, plan -> {});
    }

    /**
     * Keeps what a planned job will read from being deleted before the caller's transaction ends.
     *
     * @throws ProblemException 422 where it has been deleted since
     */
    void hold(JobPlan plan) {
        datasets.hold(plan.bound().datasetId(), "/dataset");
        starts.hold(plan.request().model());
    }

    private JobPlan plan(JsonNode body, boolean keep, boolean fresh, Consumer<JobPlan> last) {
        List<Fault> faults = new ArrayList<>();
        Asked asked = Asked.of(body, faults);
        try (Draft data = asked.use() == null ? null : datasets.draft(asked.use(), keep, "/dataset", faults)) {
            JobPlan plan = plan(asked, data, fresh, faults);
            if (plan == null || data == null || !faults.isEmpty()) {
                throw ProblemException.unprocessable(
                        faults.size() == 1 ? faults.getFirst().code() : "INVALID_SPEC", faults);
            }
            last.accept(plan);
            return keep ? plan.on(data.keep(plan.bound())) : plan;
        }
    }

    /**
     * A request as far as it could be read.
     *
     * @param whole null where any part of it is wrong
     * @param use null where that part is, as the two after it
     */
    private record Asked(
            @Nullable JobRequest whole,
            @Nullable DatasetUse use,
            @Nullable ModelRequest model,
            @Nullable TrainingSpec training) {

        static Asked of(JsonNode body, List<Fault> faults) {
            JobRequest whole = SpecReader.read(body, JobRequest.class, "", faults);
            return whole == null
                    ? new Asked(
                            null,
                            part(body, "dataset", DatasetUse.class),
                            part(body, "model", ModelRequest.class),
                            part(body, "training", TrainingSpec.class))
                    : new Asked(whole, whole.dataset(), whole.model(), whole.training());
        }

        /** Null where it is not there or cannot be read, which the whole request's reading has told. */
        private static <R extends Record> @Nullable R part(JsonNode body, String name, Class<R> type) {
            JsonNode node = body.get(name);
            return node == null ? null : SpecReader.read(node, type, "/" + name, new ArrayList<>());
        }
    }

    private @Nullable JobPlan plan(Asked asked, @Nullable Draft data, boolean fresh, List<Fault> faults) {
        ModelRequest model = asked.model();
        TrainingSpec training = asked.training();
        Bound bound = asked.use() == null || data == null ? null : bind(asked.use(), data, model, faults);
        NetworkSpec network = bound == null || model == null ? null : network(model, bound, faults);
        if (bound != null && training != null) {
            training.faults(bound.validationRows() > 0, bound.task() != Task.REGRESSION)
                    .forEach(f -> faults.add(new Fault("/training" + f.pointer(), f.code(), f.message())));
        }
        if (fresh && model != null && network != null) {
            model = model.startingFrom(starts.settle(model, network, faults));
        }
        if (asked.whole() == null || network == null || bound == null || model == null) {
            return null;
        }
        JobPlan plan = complete(asked.whole(), model.startFrom(), network, bound);
        if (plan.run().network().faults().isEmpty()) {
            plan.run()
                    .faults(plan.bound().trainingRows())
                    .forEach(f -> faults.add(new Fault(f.pointer(), f.code(), f.message())));
        }
        checkMemory(plan, faults);
        return plan;
    }

    private static @Nullable Bound bind(DatasetUse use, Draft data, @Nullable ModelRequest model, List<Fault> faults) {
        Bound bound = data.bind(use, "/dataset", faults);
        return bound != null && model != null && NetworkPlan.wantsBinary(model, bound)
                ? data.bind(use.withTask(Task.BINARY), "/dataset", faults)
                : bound;
    }

    private static NetworkSpec network(ModelRequest model, Bound bound, List<Fault> faults) {
        NetworkPlan plan = new NetworkPlan(model, bound);
        NetworkSpec network = plan.network();
        faults.addAll(plan.faults(network));
        return network;
    }

    private static JobPlan complete(JobRequest asked, @Nullable String startFrom, NetworkSpec network, Bound bound) {
        TrainingSpec training = asked.training().seed() == null
                ? asked.training().seeded(ThreadLocalRandom.current().nextLong(SEEDS))
                : asked.training();
        List<LayerSpec> hidden = network.layers().subList(0, network.layers().size() - 1);
        JobRequest request = new JobRequest(
                asked.name() == null ? bound.name() : asked.name(),
                asked.tags(),
                asked.priority(),
                bound.use(),
                new ModelRequest(hidden, network.layers().getLast(), network.loss(), network.regularizer(), startFrom),
                training,
                asked.monitor(),
                asked.checkpoints());
        RunSpec run = new RunSpec(network, training, asked.monitor());
        long bytes = Trainer.estimateBytes(run, bound.trainingRows(), bound.validationRows())
                + bound.bytes(training.precision());
        return new JobPlan(request, run, bound, bytes);
    }

    /** A network that no memory holds is told so, in bytes, instead of by its number of parameters. */
    private void checkMemory(JobPlan plan, List<Fault> faults) {
        String problem = budget.problem(plan.bytes(), plan.run().network().parameters());
        if (problem != null) {
            faults.removeIf(fault -> fault.code().equals("TOO_LARGE"));
            faults.add(new Fault("/model", "MEMORY_ESTIMATE", problem));
        }
    }
}
