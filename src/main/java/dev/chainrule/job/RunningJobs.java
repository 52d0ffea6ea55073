package dev.chainrule.job;

import dev.chainrule.engine.train.StopSignal.Request;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The jobs that this process trains now, within its number of workers and its budget of bytes. */
final class RunningJobs {

    private final ConcurrentMap<Lease, Run> runs = new ConcurrentHashMap<>();
    private final int workers;
    private final long budget;

    RunningJobs(int workers, long budget) {
        this.workers = workers;
        this.budget = budget;
    }

    record Run(Lease lease, long bytes, RunControl control) {}

    void add(Run run) {
        runs.put(run.lease(), run);
    }

    void remove(Run run) {
        runs.remove(run.lease());
    }

    List<Run> all() {
        return List.copyOf(runs.values());
    }

    int workers() {
        return workers;
    }

    int freeWorkers() {
        return Math.max(0, workers - runs.size());
    }

    long budget() {
        return budget;
    }

    long freeBytes() {
        return budget - runs.values().stream().mapToLong(Run::bytes).sum();
    }

    /** The control of a job that this process runs. */
    Optional<RunControl> control(String jobId) {
        return runs.values().stream()
                .filter(run -> run.lease().jobId().equals(jobId))
                .map(Run::control)
                .findFirst();
    }

    /** Passes a request on where this process runs the job. */
    void ask(String jobId, Request request) {
        runs.values().stream()
                .filter(run -> run.lease().jobId().equals(jobId))
                .forEach(run -> run.control().ask(request));
    }
}
