package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How numbers are brought to one size: x' = (x - offset) / scale, with both taken from the training rows only. */
public enum Scaling {
    /** offset 0, scale 1. */
    @JsonProperty("none")
    NONE,
    /** offset = mean, scale = sqrt(mean of squared distances from it). */
    @JsonProperty("standard")
    STANDARD,
    /** offset = min, scale = max - min: from 0 to 1. */
    @JsonProperty("min_max")
    MIN_MAX,
    /** offset 0, scale = max |x|: from -1 to 1, zero stays zero. */
    @JsonProperty("max_abs")
    MAX_ABS;

    /**
     * What suits a dataset whose user names none: pixels share one range, and dividing each by its own deviation would blow up
     * the rare ones at the border; columns of a table have units of their own.
     */
    static Scaling usual(Dataset dataset) {
        return dataset.format().equals("idx") ? MIN_MAX : STANDARD;
    }
}
