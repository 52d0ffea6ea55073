package dev.chainrule.dataset;

import java.util.List;

/** Who still needs a dataset: a port, implemented by the rooms that use datasets. */
@FunctionalInterface
public interface DatasetUsers {

    /** Ids of the jobs that would miss this dataset. */
    List<String> jobsUsing(String datasetId);
}
