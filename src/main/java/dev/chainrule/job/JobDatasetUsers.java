package dev.chainrule.job;

import dev.chainrule.access.JobsInSight;
import dev.chainrule.dataset.DatasetUsers;
import org.springframework.stereotype.Component;

/** Jobs that have not ended still need their dataset. */
@Component
final class JobDatasetUsers implements DatasetUsers {

    private final JobTable jobs;

    JobDatasetUsers(JobTable jobs) {
        this.jobs = jobs;
    }

    @Override
    public JobsInSight jobsUsing(String datasetId) {
        return jobs.unfinishedJobsOf(datasetId);
    }
}
