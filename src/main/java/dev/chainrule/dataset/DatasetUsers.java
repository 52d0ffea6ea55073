package dev.chainrule.dataset;

import java.util.List;

/** Who still needs a dataset: a port, implemented by the rooms that use datasets. */
@FunctionalInterface
public interface DatasetUsers {

    /** The jobs that would miss this dataset. */
    Jobs jobsUsing(String datasetId);

    /**
     * Jobs, as the caller of the current request may hear of them.
     *
     * @param seen ids of those the caller sees
     * @param count of all, another owner's among them
     */
    record Jobs(List<String> seen, int count) {}
}
