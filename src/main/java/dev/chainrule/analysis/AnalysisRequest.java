package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Help;

/** A slower question about a job. One record a file; a new one joins by standing on the permits line. */
sealed interface AnalysisRequest
        permits GradientCheckRequest,
                HessianProductRequest,
                CurvatureRequest,
                LearningRateRangeRequest,
                LandscapeRequest {

    /** Id of the job asked about. */
    String job();

    /** At which of the job's parameters the question is asked. */
    default At at() {
        return At.INITIAL;
    }

    /** Training examples that J is taken over; 0 is the job's own batch. */
    int examples();

    /** Seed of whatever is drawn for the answer. */
    default long seed() {
        return 0;
    }

    /** Vectors of the parameters' length that the answer keeps. */
    default int vectors() {
        return 3;
    }

    /**
     * Passes through the network and back that the answer takes, about.
     *
     * @param parameters of the network
     * @param arrays that they are in
     */
    double passes(long parameters, int arrays);

    /** Parameters of a job. */
    @Help("Parameters of a job.")
    enum At {
        /** The model's, or the newest checkpoint's. */
        LATEST,
        /** Those it began with. */
        INITIAL
    }
}
