package dev.chainrule.engine.network;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import org.jspecify.annotations.Nullable;

/** L(yHat, y), the mean over the examples of a batch. */
public sealed interface Loss {

    /** Why an output with this activation cannot be judged by this loss, as a sentence; null where it can. */
    default @Nullable String mismatch(Activation output) {
        return null;
    }

    @Formula("L = mean over examples and outputs of (yHat - y)^2")
    @Help("Squared error, for numbers.")
    record MeanSquaredError() implements Loss {}

    @Formula("L = mean of -(y log yHat + (1 - y) log(1 - yHat))")
    @Help("Independent yes/no outputs; with a sigmoid output it is computed from the pre-activations.")
    record BinaryCrossentropy() implements Loss {
        @Override
        public @Nullable String mismatch(Activation output) {
            return output instanceof Activation.Sigmoid ? null : "binary_crossentropy needs a sigmoid output.";
        }
    }

    @Formula("L = mean over examples of -sum_i y_i log yHat_i")
    @Help("One of several classes; with a softmax output it is computed from the pre-activations.")
    record CategoricalCrossentropy() implements Loss {
        @Override
        public @Nullable String mismatch(Activation output) {
            return output instanceof Activation.Softmax ? null : "categorical_crossentropy needs a softmax output.";
        }
    }
}
