package dev.chainrule.engine.network;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;

/** L(yHat, y), the mean over the examples of a batch. */
public sealed interface Loss {

    @Formula("L = mean over examples and outputs of (yHat - y)^2")
    @Help("Squared error, for numbers.")
    record MeanSquaredError() implements Loss {}

    @Formula("L = mean of -(y log yHat + (1 - y) log(1 - yHat))")
    @Help("Independent yes/no outputs; with a sigmoid output it is computed from the pre-activations.")
    record BinaryCrossentropy() implements Loss {}

    @Formula("L = mean over examples of -sum_i y_i log yHat_i")
    @Help("One of several classes; with a softmax output it is computed from the pre-activations.")
    record CategoricalCrossentropy() implements Loss {}
}
