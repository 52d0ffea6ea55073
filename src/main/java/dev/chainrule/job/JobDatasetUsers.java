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
    public Jobs jobsUsing(String datasetId) {
        List<JobTable.User> all = jobs.unfinishedJobsOf(datasetId);
        return new Jobs(
                all.stream().filter(JobTable.User::seen).map(JobTable.User::id).toList(), all.size());
    }
}
