package dev.chainrule.engine.train;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Regularizer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of J without looking at data: with no hidden layer and a loss that is convex in a = W x + b, J - lambda/2 |theta|^2
 * is convex where a penalty lambda/2 w^2 or more stands on every parameter. All our losses are: those of pre-activations, and those
 * of yHat behind a linear output.
 */
final class StrongConvexity {

    private StrongConvexity() {}

    /** Why no lambda is known, as a sentence; null where one is. */
    static @Nullable String obstacle(NetworkSpec network) {
        if (network.layers().size() > 1) {
            return "a hidden layer makes the objective non-convex.";
        }
        Dense output = (Dense) network.layers().getFirst();
        if (!(network.loss() instanceof Loss.OfLogits) && !(output.activation() instanceof Activation.Linear)) {
            return "behind this output's activation the loss is not convex in the weights; a linear output is needed.";
        }
        if (!(ofWeights(network, output) > 0)) {
            return "the weights need an l2 penalty with lambda > 0.";
        }
        if (output.useBias() && !(strength(output.biasRegularizer()) > 0)) {
            return "the bias needs an l2 penalty, too (biasRegularizer), or useBias false.";
        }
        return null;
    }

    /** lambda of F(y) >= F(x) + grad F(x)' (y - x) + lambda/2 |y - x|^2; only where there is no obstacle. */
    static double modulus(NetworkSpec network) {
        Dense output = (Dense) network.layers().getFirst();
        double ofWeights = ofWeights(network, output);
        return output.useBias() ? Math.min(ofWeights, strength(output.biasRegularizer())) : ofWeights;
    }

    private static double ofWeights(NetworkSpec network, Dense output) {
        return strength(output.regularizer() == null ? network.regularizer() : output.regularizer());
    }

    /** Least curvature of a penalty, in every direction. */
    private static double strength(@Nullable Regularizer regularizer) {
        return switch (regularizer) {
            case null -> 0;
            case Regularizer.L1 none -> 0;
            case Regularizer.L2 l2 -> 2 * l2.lambda();
            case Regularizer.L1L2 both -> 2 * both.l2();
        };
    }
}
