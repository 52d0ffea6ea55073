package dev.chainrule.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is to be predicted, and so what the targets y look like. */
public enum Task {
    /** One of k classes: a one-hot column of length k. */
    @JsonProperty("classification")
    CLASSIFICATION,
    /** One of two classes: 0 for the first, 1 for the second, for one sigmoid output. */
    @JsonProperty("binary")
    BINARY,
    /** A number. */
    @JsonProperty("regression")
    REGRESSION
}
