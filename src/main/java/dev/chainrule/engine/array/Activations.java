package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Border.at;
import static dev.chainrule.engine.array.Border.keep;
import static dev.chainrule.engine.array.Border.kernels;
import static dev.chainrule.engine.array.Border.length;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Activations of more than one function with their way back and their second derivative; the array written comes first and may be the
 * one read. Same rules as {@link InPlace}. NaN in, NaN out; infinite arguments give limits. Backward and curvature take the
 * pre-activation a, or h = f(a) where that is enough.
 */
public final class Activations {

    private Activations() {}

    /** y = above a where a > 0, else below (e^a - 1). */
    public static void elu(INDArray y, INDArray a, double above, double below) {
        int n = length(y, a);
        kernels(y).activation().elu(at(y), at(a), n, above, below);
        keep(y, a);
    }

    /** g = g f'(a) for h = elu(a), above >= 0 and below >= 0: above where h > 0, else h + below. */
    public static void eluBackward(INDArray g, INDArray h, double above, double below) {
        int n = length(g, h);
        kernels(g).activation().eluBackward(at(g), at(h), n, above, below);
        keep(g, h);
    }

    /** y = f''(a) for h = elu(a): 0 where h > 0, else h + below. */
    public static void eluCurvature(INDArray y, INDArray h, double below) {
        int n = length(y, h);
        kernels(y).curvature().eluCurvature(at(y), at(h), n, below);
        keep(y, h);
    }

    /** y = a Phi(a), Phi the distribution function of N(0, 1). */
    public static void gelu(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).activation().gelu(at(y), at(a), n);
        keep(y, a);
    }

    /** g = g f'(a) for gelu: Phi(a) + a phi(a), phi the density. */
    public static void geluBackward(INDArray g, INDArray a) {
        int n = length(g, a);
        kernels(g).activation().geluBackward(at(g), at(a), n);
        keep(g, a);
    }

    /** y = f''(a) for gelu: phi(a) (2 - a^2). */
    public static void geluCurvature(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).curvature().geluCurvature(at(y), at(a), n);
        keep(y, a);
    }

    /** y = a (1 + tanh(sqrt(2 / pi) (a + 0.044715 a^3))) / 2. */
    public static void geluByTanh(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).activation().geluByTanh(at(y), at(a), n);
        keep(y, a);
    }

    /** g = g f'(a) for geluByTanh. */
    public static void geluByTanhBackward(INDArray g, INDArray a) {
        int n = length(g, a);
        kernels(g).activation().geluByTanhBackward(at(g), at(a), n);
        keep(g, a);
    }

    /** y = f''(a) for geluByTanh. */
    public static void geluByTanhCurvature(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).curvature().geluByTanhCurvature(at(y), at(a), n);
        keep(y, a);
    }

    /** y = a sigma(a), sigma the sigmoid. */
    public static void silu(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).activation().silu(at(y), at(a), n);
        keep(y, a);
    }

    /** g = g f'(a) for silu: sigma + a sigma (1 - sigma). */
    public static void siluBackward(INDArray g, INDArray a) {
        int n = length(g, a);
        kernels(g).activation().siluBackward(at(g), at(a), n);
        keep(g, a);
    }

    /** y = f''(a) for silu: sigma (1 - sigma) (2 + a (1 - 2 sigma)). */
    public static void siluCurvature(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).curvature().siluCurvature(at(y), at(a), n);
        keep(y, a);
    }

    /** y = a tanh(log(1 + e^a)). */
    public static void mish(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).activation().mish(at(y), at(a), n);
        keep(y, a);
    }

    /** g = g f'(a) for mish. */
    public static void mishBackward(INDArray g, INDArray a) {
        int n = length(g, a);
        kernels(g).activation().mishBackward(at(g), at(a), n);
        keep(g, a);
    }

    /** y = f''(a) for mish. */
    public static void mishCurvature(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).curvature().mishCurvature(at(y), at(a), n);
        keep(y, a);
    }

    /** g = g f'(a) for softplus: sigma(a). */
    public static void softplusBackward(INDArray g, INDArray a) {
        int n = length(g, a);
        kernels(g).activation().softplusBackward(at(g), at(a), n);
        keep(g, a);
    }

    /** y = f''(a) for softplus: sigma (1 - sigma). */
    public static void softplusCurvature(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).curvature().softplusCurvature(at(y), at(a), n);
        keep(y, a);
    }

    /** y = a / (1 + |a|). */
    public static void softsign(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).activation().softsign(at(y), at(a), n);
        keep(y, a);
    }

    /** g = g f'(a) for softsign: 1 / (1 + |a|)^2. */
    public static void softsignBackward(INDArray g, INDArray a) {
        int n = length(g, a);
        kernels(g).activation().softsignBackward(at(g), at(a), n);
        keep(g, a);
    }

    /** y = f''(a) for softsign: -2 sign(a) / (1 + |a|)^3. */
    public static void softsignCurvature(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).curvature().softsignCurvature(at(y), at(a), n);
        keep(y, a);
    }

    /** y = min(max(slope a + offset, 0), 1). */
    public static void hardSigmoid(INDArray y, INDArray a, double slope, double offset) {
        int n = length(y, a);
        kernels(y).activation().hardSigmoid(at(y), at(a), n, slope, offset);
        keep(y, a);
    }

    /** g = g f'(a) for h = hardSigmoid(a): slope where 0 < h < 1, else 0. */
    public static void hardSigmoidBackward(INDArray g, INDArray h, double slope) {
        int n = length(g, h);
        kernels(g).activation().hardSigmoidBackward(at(g), at(h), n, slope);
        keep(g, h);
    }
}
