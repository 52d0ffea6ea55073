package dev.chainrule.dataset;

import dev.chainrule.access.JobsInSight;

/** Who still needs a dataset: a port, implemented by the rooms that use datasets. */
@FunctionalInterface
public interface DatasetUsers {

    /** The jobs that would miss this dataset. */
    JobsInSight jobsUsing(String datasetId);
}
