package dev.chainrule.job;

import dev.chainrule.job.JobTable.Transition;
import dev.chainrule.job.JobView.ForkView;
import dev.chainrule.job.JobView.QueueReason;
import dev.chainrule.job.JobView.QueueView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Rows of the table as callers see them. */
@Component
final class JobViews {

    private final JobTable jobs;
    private final QueuePlaces queue;
    private final Workers workers;
    private final JsonMapper json;

    JobViews(JobTable jobs, QueuePlaces queue, Workers workers, JsonMapper json) {
        this.jobs = jobs;
        this.queue = queue;
        this.workers = workers;
        this.json = json;
    }

    JobView of(JobRow row) {
        return of(List.of(row)).getFirst();
    }

    List<JobView> of(List<JobRow> rows) {
        List<String> ids = rows.stream().map(JobRow::id).toList();
        Map<String, List<Transition>> transitions = jobs.transitions(ids);
        boolean waiting = rows.stream().anyMatch(row -> row.state() == JobState.QUEUED);
        QueuePlaces.Picture places = waiting ? queue.now() : null;
        return rows.stream()
                .map(row -> view(row, transitions.getOrDefault(row.id(), List.of()), queueView(row, places)))
                .toList();
    }

    private JobView view(JobRow row, List<Transition> transitions, @Nullable QueueView waits) {
        return new JobView(
                row.id(),
                row.name(),
                row.tags(),
                row.notes(),
                row.priority(),
                row.state(),
                row.stopReason(),
                row.error(),
                row.spec(),
                JobView.ProgressView.of(row),
                json.readTree(row.progress().metrics()),
                row.verdict(),
                waits,
                row.attempt(),
                transitions,
                row.forkedFrom() == null ? null : new ForkView(row.forkedFrom(), row.forkStep()),
                row.modelId(),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt(),
                JobAction.allowed(row.state()));
    }

    private @Nullable QueueView queueView(JobRow row, QueuePlaces.@Nullable Picture places) {
        if (row.state() != JobState.QUEUED || places == null) {
            return null;
        }
        long before = places.before(row);
        RunningJobs running = workers.running();
        if (running.freeWorkers() == 0) {
            return new QueueView(before, QueueReason.WORKERS);
        }
        boolean memory = row.bytes() > running.freeBytes() || before > 0;
        return new QueueView(before, memory ? QueueReason.MEMORY : null);
    }
}
