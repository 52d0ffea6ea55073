package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.job.ModelRequest;
import org.jspecify.annotations.Nullable;

/** Asks for one forward and one backward pass on given numbers. */
@Help("One forward and one backward pass on given numbers.")
record NetworkGradientsRequest(
        @Help("The network. Without an output, its last layer is the output where it has as many units as a target"
                + " has numbers.")
        ModelRequest model,

        @Help("Loss; may also stand in the model; what fits the output unless given.") @Nullable
        Loss loss,

        @Help("Inputs, one row an example.") double[][] rows,

        @Help("Targets, one row an example; one-hot for classes.")
        double[][] targets,

        @Help("v of the product H v: layer by layer, the weight row by row, then the bias.")
        double @Nullable [] vector,

        @Help("Seed of weights that are not given, and of dropout.") @Default("0")
        long seed) {}
