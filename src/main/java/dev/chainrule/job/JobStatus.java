package dev.chainrule.job;

import dev.chainrule.history.RunStatus;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What the history of a run needs to know of its job. */
@Component
final class JobStatus implements RunStatus {

    private final JobTable jobs;
    private final JobList list;
    private final JobViews views;

    JobStatus(JobTable jobs, JobList list, JobViews views) {
        this.jobs = jobs;
        this.list = list;
        this.views = views;
    }

    @Override
    public Optional<Snapshot> find(String runId) {
        return jobs.find(runId).map(this::snapshot);
    }

    /** One row is looked at: charts ask this of each question. */
    @Override
    public boolean visible(String runId) {
        return jobs.exists(runId);
    }

    @Override
    public List<String> newest(int most) {
        return list.first(most);
    }

    private Snapshot snapshot(JobRow row) {
        JobView view = views.of(row);
        return new Snapshot(
                row.state().name(),
                row.state().terminal(),
                row.version(),
                view,
                new Advance(view.progress(), view.metrics(), view.queue()));
    }

    /** The data of an event {@code progress}. */
    record Advance(
            JobView.ProgressView progress,
            tools.jackson.databind.JsonNode metrics,
            JobView.@org.jspecify.annotations.Nullable QueueView queue) {}
}
