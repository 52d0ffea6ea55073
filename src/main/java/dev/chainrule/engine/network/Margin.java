package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Losses;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Losses of a margin s a: a is an unbounded score, whose sign is the answer, and s = 2 y - 1 turns the targets 0 and 1 into -1 and 1 (as
 * Keras does for hinge; scikit-learn and PyTorch take -1 and 1 themselves). Several outputs are as many yes/no questions, one class
 * against the rest. yHat = sigmoid(a) whether the output is called linear or sigmoid, so that 1/2 parts the answers.
 */
public sealed interface Margin extends Loss.OfLogits {

    @Override
    default @Nullable String mismatch(Activation output) {
        boolean fits = output instanceof Activation.Linear || output instanceof Activation.Sigmoid;
        return fits ? null : "a loss of margins needs a linear or sigmoid output.";
    }

    @Override
    default Activation answer(Activation output) {
        return new Activation.Sigmoid();
    }

    @Formula("L = mean over examples and outputs of max(0, 1 - s a), s = 2 y - 1")
    @Help("Support vector machine: scores beyond 1 on the right side cost nothing. Targets 0 and 1 count as -1 and 1; "
            + "the answer is the sigmoid of the score, which is not calibrated as a probability.")
    record Hinge() implements Margin {
        @Override
        public String unit() {
            return "1";
        }

        @Override
        public double sum(INDArray yHat, INDArray a, INDArray y) {
            double sum = Losses.hinge(a, y) / y.rows();
            Functions.sigmoid(yHat, a);
            return sum;
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            Losses.hingeGradient(g, yHat, y); // -s where s a < 1, else 0, at the kink too
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

    @Formula("L = mean over examples and outputs of log(1 + e^(-s a)), s = 2 y - 1")
    @Help(
            "Logistic regression: binary_crossentropy seen from the score, the same numbers. Targets 0 and 1 count as -1 and 1.")
    record Logistic() implements Margin {
        @Override
        public String unit() {
            return "nats";
        }

        @Override
        public double sum(INDArray yHat, INDArray a, INDArray y) {
            double sum = Losses.logistic(a, y) / y.rows();
            Functions.sigmoid(yHat, a);
            return sum;
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            InPlace.subtract(g, yHat, y); // -s sigmoid(-s a)
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
            return new Loss.BinaryCrossentropy().ofConstant(means, meanSquares);
        }
    }
}
