package dev.chainrule.model;

import java.util.List;

/** Who still needs a model: a port, implemented by the rooms that start from models. */
@FunctionalInterface
public interface ModelUsers {

    /** Ids of the jobs that would miss this model. */
    List<String> jobsStartingFrom(String modelId);
}
