package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Columns;
import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * L(yHat, y), the mean over the examples of a batch. Given here as the sum over the columns of (outputs, examples)
 * arrays, so that a batch may be taken in pieces; whoever calls divides by the number of examples.
 */
public sealed interface Loss permits Loss.OfOutput, Loss.OfLogits {

    /** Unit of the loss: "nats", or "1" where it is that of the targets. */
    String unit();

    /** Why an output with this activation cannot be judged by this loss, as a sentence; null where it can. */
    default @Nullable String mismatch(Activation output) {
        return null;
    }

    /**
     * L of the best answer that does not look at x, NaN where it is not known.
     *
     * @param means mean of each output's targets
     * @param meanSquares mean of their squares
     */
    default double ofConstant(double[] means, double[] meanSquares) {
        return Double.NaN;
    }

    /** -p log p, 0 at 0. */
    private static double surprise(double p) {
        return p > 0 ? -p * Math.log(p) : 0;
    }

    /** A loss of yHat alone, whatever activation made it. */
    sealed interface OfOutput extends Loss permits MeanSquaredError, Deviation {

        /** Sum over the examples of L(yHat, y). Both are only read. */
        double sum(INDArray yHat, INDArray y);

        /** g <- scale dL/dyHat. g is overwritten, yHat and y are only read. */
        void gradient(INDArray g, INDArray yHat, INDArray y, double scale);

        /** rg <- scale d2L/dyHat2 r: how {@link #gradient} moves where yHat moves along r. rg is overwritten and may be r. */
        void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale);
    }

    /**
     * A loss fused with the output's activation: computed from the pre-activation a, so that it stays exact where yHat rounds to
     * 0 or 1, and differentiated at a, where both cases come down to yHat - y.
     */
    sealed interface OfLogits extends Loss permits BinaryCrossentropy, CategoricalCrossentropy, Margin {

        /** f that makes yHat from a, where the output asked for is this. */
        default Activation answer(Activation output) {
            return output;
        }

        /** yHat <- f(a), and the sum over the examples of L(yHat, y). yHat is overwritten, a and y are only read. */
        double sum(INDArray yHat, INDArray a, INDArray y);

        /** g <- scale dL/da. g is overwritten, yHat and y are only read. */
        void gradient(INDArray g, INDArray yHat, INDArray y, double scale);

        /** rg <- scale d2L/da2 r: how {@link #gradient} moves where a moves along r. rg is overwritten and may be r. */
        void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale);
    }

    @Formula("L = mean over examples and outputs of (yHat - y)^2")
    @Help("Squared error, for numbers.")
    record MeanSquaredError() implements OfOutput {
        @Override
        public String unit() {
            return "1";
        }

        @Override
        public double sum(INDArray yHat, INDArray y) {
            return Reductions.squaredDistance(yHat, y) / y.rows();
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            InPlace.subtract(g, yHat, y);
            InPlace.scale(g, 2 * scale / y.rows());
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            InPlace.copy(rg, r);
            InPlace.scale(rg, 2 * scale / y.rows());
        }

        @Override
        public double ofConstant(double[] means, double[] meanSquares) {
            double variances = 0;
            for (int i = 0; i < means.length; i++) {
                variances += Math.max(0, meanSquares[i] - means[i] * means[i]);
            }
            return variances / means.length;
        }
    }

    @Formula("L = mean of -(y log yHat + (1 - y) log(1 - yHat))")
    @Help("Independent yes/no outputs of a sigmoid; computed from the pre-activations.")
    record BinaryCrossentropy() implements OfLogits {
        @Override
        public String unit() {
            return "nats";
        }

        @Override
        public @Nullable String mismatch(Activation output) {
            return output instanceof Activation.Sigmoid ? null : "binary_crossentropy needs a sigmoid output.";
        }

        @Override
        public double sum(INDArray yHat, INDArray a, INDArray y) {
            return Reductions.sigmoidCrossEntropy(yHat, a, y) / y.rows();
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            InPlace.subtract(g, yHat, y);
            InPlace.scale(g, scale / y.rows());
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            InPlace.copy(rg, r);
            Functions.sigmoidBackward(rg, yHat); // R{yHat} = yHat (1 - yHat) R{a}
            InPlace.scale(rg, scale / y.rows());
        }

        @Override
        public double ofConstant(double[] means, double[] meanSquares) {
            double entropies = 0;
            for (double p : means) {
                entropies += surprise(p) + surprise(1 - p);
            }
            return entropies / means.length;
        }
    }

    @Formula("L = mean over examples of -sum_i y_i log yHat_i")
    @Help("One of several classes, from a softmax; computed from the pre-activations. Each column of y sums to 1.")
    record CategoricalCrossentropy() implements OfLogits {
        @Override
        public String unit() {
            return "nats";
        }

        @Override
        public @Nullable String mismatch(Activation output) {
            return output instanceof Activation.Softmax ? null : "categorical_crossentropy needs a softmax output.";
        }

        @Override
        public double sum(INDArray yHat, INDArray a, INDArray y) {
            return Columns.softmaxCrossEntropy(yHat, a, y);
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            InPlace.subtract(g, yHat, y);
            InPlace.scale(g, scale);
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            InPlace.copy(rg, r);
            Columns.softmaxBackward(rg, yHat); // R{yHat} = J R{a}
            InPlace.scale(rg, scale);
        }

        @Override
        public double ofConstant(double[] means, double[] meanSquares) {
            double entropy = 0;
            for (double p : means) {
                entropy += surprise(p);
            }
            return entropy;
        }
    }
}
