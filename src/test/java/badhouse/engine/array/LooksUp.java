package badhouse.engine.array;

import badhouse.job.JobManager;

/** An arrow that does not exist. */
public final class LooksUp {
    private final JobManager job = new JobManager();

    @Override
    public String toString() {
        return job.toString();
    }
}
