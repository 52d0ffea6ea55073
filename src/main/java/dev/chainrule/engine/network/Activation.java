package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Activations;
import dev.chainrule.engine.array.Columns;
import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer does to its pre-activation: h = f(a). One record is one activation, with its own mathematics. Arrays are
 * (units, examples), 'f' order; the one written comes first.
 *
 * <p>A new one is one record, below or in {@link SmoothRectifier}. At a kink a subgradient is taken, and said.
 */
public sealed interface Activation
        permits Activation.PiecewiseLinear, Activation.Saturating, Activation.Softmax, SmoothRectifier {

    /** h <- f(a). h is overwritten, a is only read. */
    void value(INDArray h, INDArray a);

    /**
     * g <- J' g, J = dh/da; element by element that is g <- g * f'(a). g is overwritten, a and h = f(a) are only read.
     */
    void backward(INDArray g, INDArray a, INDArray h);

    /** d <- f'(a), for a softmax the diagonal of J. d is overwritten and is neither a nor h, which are only read. */
    default void derivative(INDArray d, INDArray a, INDArray h) {
        InPlace.fill(d, 1);
        backward(d, a, h);
    }

    /**
     * out <- f''(a), for a softmax the diagonal d2 h_i / d a_i2; 0 at a kink. out is overwritten and is neither a nor h, which are
     * only read.
     */
    void curvature(INDArray out, INDArray a, INDArray h);

    /**
     * The derivative of {@link #backward} along a direction (Pearlmutter 1994), R{x} being that of x: rg <- R{J' g} = J' R{g} +
     * R{J}' g; element by element that is f'(a) * R{g} + f''(a) * R{a} * g.
     *
     * @param rg R{g}, overwritten by R{J' g}
     * @param g dJ/dh, as backward got it; like a, h and ra only read
     * @param ra R{a}
     * @param scratch overwritten; none of the others
     */
    default void backwardTangent(INDArray rg, INDArray g, INDArray a, INDArray h, INDArray ra, INDArray scratch) {
        backward(rg, a, h);
        curvature(scratch, a, h);
        InPlace.multiply(scratch, ra);
        InPlace.multiply(scratch, g);
        InPlace.add(rg, rg, scratch);
    }

    /** Whether f flattens out towards a bound at both ends: there it lets almost no gradient through. */
    default boolean saturates() {
        return false;
    }

    /** Straight pieces: f'' = 0, at the kinks too. */
    sealed interface PiecewiseLinear extends Activation {
        @Override
        default void curvature(INDArray out, INDArray a, INDArray h) {
            InPlace.fill(out, 0);
        }

        @Override
        default void backwardTangent(INDArray rg, INDArray g, INDArray a, INDArray h, INDArray ra, INDArray scratch) {
            backward(rg, a, h);
        }
    }

    /** Flat at both ends. */
    sealed interface Saturating extends Activation {
        @Override
        default boolean saturates() {
            return true;
        }
    }

    @Formula("f(a) = a")
    @Help("Passes its input on unchanged; the output of a regression.")
    record Linear() implements PiecewiseLinear {
        @Override
        public void value(INDArray h, INDArray a) {
            InPlace.copy(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            // f' = 1
        }
    }

    @Formula("f(a) = max(0, a)")
    @Help(
            "Rectified linear unit: cheap, does not saturate above zero, can die below it. f' = 0 at 0, as in PyTorch and TensorFlow.")
    record Relu() implements PiecewiseLinear {
        @Override
        public void value(INDArray h, INDArray a) {
            Functions.relu(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Functions.reluBackward(g, h); // f' = 1 where h > 0, else 0
        }
    }

    @Formula("f(a) = a if a > 0, else slope a")
    @Help("A rectifier that keeps a small gradient at and below zero. 0.01 as in PyTorch and ONNX; Keras has 0.3.")
    record LeakyRelu(
            @Help("Gradient below zero.") @Default("0.01") @Range(min = 0, max = 1)
            double slope) implements PiecewiseLinear {
        public LeakyRelu {
            Member.check(LeakyRelu.class, slope);
        }

        @Override
        public void value(INDArray h, INDArray a) {
            Functions.leakyRelu(h, a, slope);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Functions.leakyReluBackward(g, a, slope); // f' = 1 where a > 0, else slope
        }
    }

    /** PyTorch and Keras 3 have slope 1/6; ONNX, Keras 2 and the first of all (Courbariaux et al. 2015, in Theano) 0.2. */
    @Formula("f(a) = min(max(slope a + offset, 0), 1)")
    @Help(
            "A sigmoid of three straight pieces; no gradient on the outer ones, nor at the kinks. 1/6 as in PyTorch and Keras 3.")
    record HardSigmoid(
            @Help("Gradient of the middle piece; 0.2 in ONNX and Keras 2.")
            @Default("0.16666666666666666")
            @Range(min = 0, openMin = true)
            double slope,

            @Help("Value at 0.") @Default("0.5") double offset)
            implements PiecewiseLinear {
        public HardSigmoid {
            Member.check(HardSigmoid.class, slope, offset);
        }

        @Override
        public void value(INDArray h, INDArray a) {
            Activations.hardSigmoid(h, a, slope, offset);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Activations.hardSigmoidBackward(g, h, slope); // f' = slope where 0 < h < 1, else 0
        }

        @Override
        public boolean saturates() {
            return true;
        }
    }

    @Formula("f(a) = (e^a - e^-a) / (e^a + e^-a)")
    @Help("Squashes to (-1, 1); saturates at both ends.")
    record Tanh() implements Saturating {
        @Override
        public void value(INDArray h, INDArray a) {
            Functions.tanh(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Functions.tanhBackward(g, h); // f' = 1 - h^2
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            InPlace.copy(out, h);
            InPlace.scale(out, -2);
            Functions.tanhBackward(out, h); // f'' = -2 h (1 - h^2)
        }
    }

    @Formula("f(a) = 1 / (1 + e^-a)")
    @Help("Squashes to (0, 1); its derivative is at most 1/4, so deep stacks of it lose their gradient.")
    record Sigmoid() implements Saturating {
        @Override
        public void value(INDArray h, INDArray a) {
            Functions.sigmoid(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Functions.sigmoidBackward(g, h); // f' = h (1 - h)
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            InPlace.fill(out, 1);
            InPlace.axpy(out, -2, h);
            Functions.sigmoidBackward(out, h); // f'' = h (1 - h) (1 - 2 h)
        }
    }

    @Formula("f(a) = a / (1 + |a|)")
    @Help("Squashes to (-1, 1) more slowly than tanh; f'' jumps at 0, where it counts as 0.")
    record Softsign() implements Saturating {
        @Override
        public void value(INDArray h, INDArray a) {
            Activations.softsign(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Activations.softsignBackward(g, a); // f' = 1 / (1 + |a|)^2
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            Activations.softsignCurvature(out, a); // f'' = -2 sign(a) / (1 + |a|)^3
        }
    }

    @Formula("f(a)_i = e^(a_i) / sum_j e^(a_j)")
    @Help("Probabilities over the units of one layer.")
    record Softmax() implements Activation {
        @Override
        public void value(INDArray h, INDArray a) {
            Columns.softmaxColumns(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Columns.softmaxBackward(g, h); // J' g = h * (g - <g, h>), column by column
        }

        @Override
        public void derivative(INDArray d, INDArray a, INDArray h) {
            InPlace.fill(d, 1);
            Functions.sigmoidBackward(d, h); // J_ii = h_i (1 - h_i)
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            InPlace.fill(out, 1);
            InPlace.axpy(out, -2, h);
            Functions.sigmoidBackward(out, h); // h_i (1 - h_i) (1 - 2 h_i)
        }

        @Override
        public void backwardTangent(INDArray rg, INDArray g, INDArray a, INDArray h, INDArray ra, INDArray scratch) {
            InPlace.copy(scratch, ra);
            backward(scratch, a, h); // R{h} = J R{a}
            Columns.softmaxBackwardTangent(rg, g, h, scratch);
        }

        @Override
        public boolean saturates() {
            return true;
        }
    }
}
