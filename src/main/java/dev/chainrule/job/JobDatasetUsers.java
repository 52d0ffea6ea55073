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
        List<String> all = jobs.unfinishedJobsOf(datasetId);
        return new Jobs(all.stream().filter(id -> jobs.find(id).isPresent()).toList(), all.size());
    }
}
