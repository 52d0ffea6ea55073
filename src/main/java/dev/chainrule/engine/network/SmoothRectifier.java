package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Activations;
import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Activations that grow like a rectifier above zero and bend smoothly, so that little dies below it. */
public sealed interface SmoothRectifier extends Activation {

    /** Clevert, Unterthiner, Hochreiter 2016. With alpha other than 1 there is a kink at 0, where f' is the left one, as in PyTorch. */
    @Formula("f(a) = a if a > 0, else alpha (e^a - 1)")
    @Help("Exponential linear unit: tends to -alpha below zero, so that the mean of a layer stays near 0.")
    record Elu(
            @Help("What it tends to below zero, with a minus.") @Default("1") @Range(min = 0)
            double alpha) implements SmoothRectifier {
        public Elu {
            Member.check(Elu.class, alpha);
        }

        @Override
        public void value(INDArray h, INDArray a) {
            Activations.elu(h, a, 1, alpha);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Activations.eluBackward(g, h, 1, alpha); // f' = 1 where a > 0, else alpha e^a = h + alpha
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            Activations.eluCurvature(out, h, alpha); // f'' = 0 where a > 0, else alpha e^a
        }
    }

    /** Klambauer et al. 2017, whose alpha and scale make mean 0 and variance 1 a fixed point. At the kink f' is the left one. */
    @Formula("f(a) = scale a if a > 0, else scale alpha (e^a - 1)")
    @Help("Self-normalizing: with lecun_normal weights means and variances stay near 0 and 1 from layer to layer.")
    record Selu(
            @Help("What it tends to below zero, with a minus and before scaling.")
            @Default("1.6732632423543772")
            @Range(min = 0)
            double alpha,

            @Help("Gradient above zero.") @Default("1.0507009873554805") @Range(min = 0, openMin = true)
            double scale)
            implements SmoothRectifier {
        public Selu {
            Member.check(Selu.class, alpha, scale);
        }

        @Override
        public void value(INDArray h, INDArray a) {
            Activations.elu(h, a, scale, scale * alpha);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Activations.eluBackward(g, h, scale, scale * alpha); // f' = scale where a > 0, else h + scale alpha
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            Activations.eluCurvature(out, h, scale * alpha);
        }
    }

    /** How gelu is computed. */
    enum Approximation {
        /** By the distribution function itself. */
        NONE,
        /** By a tanh; |error| < 5e-4. */
        TANH
    }

    /** Hendrycks and Gimpel 2016. PyTorch, TensorFlow, Keras and ONNX compute it exactly by default, JAX and GPT-2 by the tanh. */
    @Formula("f(a) = a Phi(a), Phi(a) = (1 + erf(a / sqrt(2))) / 2")
    @Help("Gaussian error linear unit; exact by default as in PyTorch and TensorFlow, by a tanh as in JAX and GPT-2.")
    record Gelu(
            @Help("none: exact; tanh: a (1 + tanh(sqrt(2 / pi) (a + 0.044715 a^3))) / 2.") @Default("none")
            Approximation approximate)
            implements SmoothRectifier {
        @Override
        public void value(INDArray h, INDArray a) {
            switch (approximate) {
                case NONE -> Activations.gelu(h, a);
                case TANH -> Activations.geluByTanh(h, a);
            }
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            switch (approximate) {
                case NONE -> Activations.geluBackward(g, a); // f' = Phi(a) + a phi(a)
                case TANH -> Activations.geluByTanhBackward(g, a);
            }
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            switch (approximate) {
                case NONE -> Activations.geluCurvature(out, a); // f'' = phi(a) (2 - a^2)
                case TANH -> Activations.geluByTanhCurvature(out, a);
            }
        }
    }

    /** Elfwing, Uchibe, Doya 2018; the swish of Ramachandran, Zoph, Le 2017 with beta = 1. */
    @Formula("f(a) = a / (1 + e^-a)")
    @Help("Sigmoid linear unit, also called swish.")
    record Silu() implements SmoothRectifier {
        @Override
        public void value(INDArray h, INDArray a) {
            Activations.silu(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Activations.siluBackward(g, a); // f' = s + a s (1 - s), s = 1 / (1 + e^-a)
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            Activations.siluCurvature(out, a); // f'' = s (1 - s) (2 + a (1 - 2 s))
        }
    }

    /** Dugas et al. 2001. */
    @Formula("f(a) = log(1 + e^a)")
    @Help("A smooth rectifier; its derivative is the sigmoid.")
    record Softplus() implements SmoothRectifier {
        @Override
        public void value(INDArray h, INDArray a) {
            Functions.softplus(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Activations.softplusBackward(g, a); // f' = 1 / (1 + e^-a)
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            Activations.softplusCurvature(out, a);
        }
    }

    /** Misra 2019. */
    @Formula("f(a) = a tanh(log(1 + e^a))")
    @Help("Like silu, a little steeper.")
    record Mish() implements SmoothRectifier {
        @Override
        public void value(INDArray h, INDArray a) {
            Activations.mish(h, a);
        }

        @Override
        public void backward(INDArray g, INDArray a, INDArray h) {
            Activations.mishBackward(g, a); // f' = t + a t', t = tanh(log(1 + e^a))
        }

        @Override
        public void curvature(INDArray out, INDArray a, INDArray h) {
            Activations.mishCurvature(out, a); // f'' = 2 t' + a t''
        }
    }
}
