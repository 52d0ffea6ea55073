package dev.chainrule.job;

import dev.chainrule.access.JobsInSight;
import dev.chainrule.model.ModelUsers;
import org.springframework.stereotype.Component;

/** Jobs that have not ended still need the model they start from. */
@Component
final class JobModelUsers implements ModelUsers {

    private final JobTable jobs;

    JobModelUsers(JobTable jobs) {
        this.jobs = jobs;
    }

    @Override
    public JobsInSight jobsStartingFrom(String modelId) {
        return jobs.unfinishedJobsFrom(modelId);
    }
}
