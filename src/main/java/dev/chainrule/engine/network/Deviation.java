package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Losses;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses of d = yHat - y that grow no faster than |d|: an outlier pulls no harder than any other example. */
public sealed interface Deviation extends Loss.OfOutput {

    @Override
    default String unit() {
        return "1";
    }

    @Formula("L = mean over examples and outputs of |yHat - y|")
    @Help("Absolute error; pulls towards the median. Its gradient is 0 where yHat = y.")
    record MeanAbsoluteError() implements Deviation {
        @Override
        public double sum(INDArray yHat, INDArray y) {
            return Losses.absoluteError(yHat, y) / y.rows();
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            InPlace.subtract(g, yHat, y);
            Functions.sign(g, g);
            InPlace.scale(g, scale / y.rows());
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            InPlace.fill(rg, 0); // almost everywhere
        }
    }

    /** Huber 1964, not divided by delta, as in PyTorch, Keras and Optax; PyTorch's SmoothL1Loss is divided. */
    @Formula("L = mean of d^2 / 2 where |d| <= delta, else delta (|d| - delta / 2); d = yHat - y")
    @Help("Squared error near, absolute error far from the target.")
    record Huber(
            @Help("Where the one turns into the other.") @Default("1") @Range(min = 0, openMin = true)
            double delta) implements Deviation {
        public Huber {
            Member.check(Huber.class, delta);
        }

        @Override
        public double sum(INDArray yHat, INDArray y) {
            return Losses.huber(yHat, y, delta) / y.rows();
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            InPlace.subtract(g, yHat, y);
            InPlace.clamp(g, g, -delta, delta);
            InPlace.scale(g, scale / y.rows());
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            Losses.huberTangent(rg, r, yHat, y, delta); // r where |d| < delta, else 0
            InPlace.scale(rg, scale / y.rows());
        }
    }

    @Formula("L = mean over examples and outputs of log cosh(yHat - y)")
    @Help("Like huber, but smooth: half the squared error near, the absolute error less log 2 far from the target.")
    record LogCosh() implements Deviation {
        @Override
        public double sum(INDArray yHat, INDArray y) {
            return Losses.logCosh(yHat, y) / y.rows();
        }

        @Override
        public void gradient(INDArray g, INDArray yHat, INDArray y, double scale) {
            InPlace.subtract(g, yHat, y);
            Functions.tanh(g, g);
            InPlace.scale(g, scale / y.rows());
        }

        @Override
        public void gradientTangent(INDArray rg, INDArray r, INDArray yHat, INDArray y, double scale) {
            Losses.logCoshTangent(rg, r, yHat, y); // (1 - tanh^2 d) r
            InPlace.scale(rg, scale / y.rows());
        }
    }
}
