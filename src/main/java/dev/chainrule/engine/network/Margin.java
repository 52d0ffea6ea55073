package dev.chainrule.engine.network;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Losses;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Losses of a margin s yHat: yHat is an unbounded score, whose sign is the answer, and s = 2 y - 1 turns the targets 0 and 1 into -1 and
 * 1 (as Keras does for hinge; scikit-learn and PyTorch take -1 and 1 themselves). Several outputs are as many yes/no questions, one
 * class against the rest.
 */
public sealed interface Margin extends Loss.OfOutput {

    /** The sign decides. */
    @Override
    default double boundary() {
        return 0;
    }

    @Formula("L = mean over examples and outputs of max(0, 1 - s yHat), s = 2 y - 1")
    @Help(
            "Support vector machine: a linear or tanh output should be beyond 1 on the right side. Targets 0 and 1 count as -1 and 1.")
    record Hinge() implements Margin {
        @Override
        public String unit() {
            return "1";
        }

        @Override
        public @Nullable String mismatch(Activation output) {
            boolean fits = output instanceof Activation.Linear || output instanceof Activation.Tanh;
            return fits ? null : "hinge needs a linear or tanh output, whose sign is the answer.";
        }

        @Override
        public double sum(INDArray yHat, INDArray y) {
            return Losses.hinge(yHat, y) / y.rows();
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            Losses.hingeGradient(g, yHat, y); // -s where s yHat < 1, else 0, at the kink too
            InPlace.scale(g, scale / y.rows());
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            InPlace.fill(rg, 0); // almost everywhere
        }

        @Override
        public double ofConstant(double[] means, double[] meanSquares) {
            double rarer = 0;
            for (double p : means) {
                rarer += 2 * Math.min(p, 1 - p);
            }
            return rarer / means.length;
        }
    }

    @Formula("L = mean over examples and outputs of log(1 + e^(-s yHat)), s = 2 y - 1")
    @Help(
            "Logistic regression from a linear output, whose sigmoid is the probability; binary_crossentropy from the other side. "
                    + "Targets 0 and 1 count as -1 and 1.")
    record Logistic() implements Margin {
        @Override
        public String unit() {
            return "nats";
        }

        @Override
        public @Nullable String mismatch(Activation output) {
            return output instanceof Activation.Linear
                    ? null
                    : "logistic needs a linear output; binary_crossentropy is the same loss of a sigmoid.";
        }

        @Override
        public double sum(INDArray yHat, INDArray y) {
            return Losses.logistic(yHat, y) / y.rows();
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            Losses.logisticGradient(g, yHat, y); // -s / (1 + e^(s yHat))
            InPlace.scale(g, scale / y.rows());
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            InPlace.copy(rg, r);
            Losses.logisticTangent(rg, yHat, y);
            InPlace.scale(rg, scale / y.rows());
        }

        @Override
        public double ofConstant(double[] means, double[] meanSquares) {
            double entropies = 0;
            for (double p : means) {
                entropies += Loss.surprise(p) + Loss.surprise(1 - p);
            }
            return entropies / means.length;
        }
    }
}
