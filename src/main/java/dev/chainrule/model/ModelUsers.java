package dev.chainrule.model;

import dev.chainrule.access.JobsInSight;

/** Who still needs a model: a port, implemented by the rooms that start from models. */
@FunctionalInterface
public interface ModelUsers {

    /** The jobs that would miss this model. */
    JobsInSight jobsStartingFrom(String modelId);
}
