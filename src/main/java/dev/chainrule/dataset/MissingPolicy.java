package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is done about cells without a value. */
public enum MissingPolicy {
    /** They are refused. */
    @JsonProperty("error")
    ERROR,
    /** Rows that have any, among the columns in use, are left out. */
    @JsonProperty("drop")
    DROP,
    /** The mean of the training rows for numbers, their most frequent category for texts. Targets are never made up. */
    @JsonProperty("mean")
    MEAN
}
