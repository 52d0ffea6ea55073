package dev.chainrule.job;

import dev.chainrule.dataset.DatasetUsers;
import java.util.List;
import org.springframework.stereotype.Component;

/** Jobs that have not ended still need their dataset. */
@Component
final class JobDatasetUsers implements DatasetUsers {

    private final JobTable jobs;

    JobDatasetUsers(JobTable jobs) {
        this.jobs = jobs;
    }

    @Override
    public List<String> jobsUsing(String datasetId) {
        return jobs.unfinishedJobsOf(datasetId);
    }
}
