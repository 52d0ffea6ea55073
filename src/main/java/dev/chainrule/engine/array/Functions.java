package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Border.at;
import static dev.chainrule.engine.array.Border.keep;
import static dev.chainrule.engine.array.Border.kernels;
import static dev.chainrule.engine.array.Border.length;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Functions of each element, and activations with their way back; the array written comes first and may be the one read. Same
 * rules as {@link InPlace}. NaN in, NaN out.
 *
 * <p>The backward forms take what the activation gave, h, not what it was given: an activation needs no memory of a.
 */
public final class Functions {

    private Functions() {}

    /** y = |a|. */
    public static void abs(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).function().abs(at(y), at(a), n);
        keep(y, a);
    }

    /** y = -1, 0 or 1, by the sign of a. */
    public static void sign(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).function().sign(at(y), at(a), n);
        keep(y, a);
    }

    /** y = 1 where a > 0, else 0 (Heaviside). */
    public static void step(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).function().step(at(y), at(a), n);
        keep(y, a);
    }

    /** y = a^2. */
    public static void square(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).function().square(at(y), at(a), n);
        keep(y, a);
    }

    /** y = sqrt(a). */
    public static void sqrt(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).function().sqrt(at(y), at(a), n);
        keep(y, a);
    }

    /** y = e^a. */
    public static void exp(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).transcendental().exp(at(y), at(a), n);
        keep(y, a);
    }

    /** y = e^a - 1, accurate near 0. */
    public static void expm1(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).transcendental().expm1(at(y), at(a), n);
        keep(y, a);
    }

    /** y = log(a), natural. */
    public static void log(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).transcendental().log(at(y), at(a), n);
        keep(y, a);
    }

    /** y = log(1 + a), accurate near 0. */
    public static void log1p(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).transcendental().log1p(at(y), at(a), n);
        keep(y, a);
    }

    /** h = tanh(a). */
    public static void tanh(INDArray h, INDArray a) {
        int n = length(h, a);
        kernels(h).transcendental().tanh(at(h), at(a), n);
        keep(h, a);
    }

    /** h = 1 / (1 + e^-a). */
    public static void sigmoid(INDArray h, INDArray a) {
        int n = length(h, a);
        kernels(h).transcendental().sigmoid(at(h), at(a), n);
        keep(h, a);
    }

    /** h = log(1 + e^a), without overflow. */
    public static void softplus(INDArray h, INDArray a) {
        int n = length(h, a);
        kernels(h).activation().softplus(at(h), at(a), n);
        keep(h, a);
    }

    /** h = max(a, 0). */
    public static void relu(INDArray h, INDArray a) {
        int n = length(h, a);
        kernels(h).function().relu(at(h), at(a), n);
        keep(h, a);
    }

    /** h = a where a > 0, else slope a. */
    public static void leakyRelu(INDArray h, INDArray a, double slope) {
        int n = length(h, a);
        kernels(h).function().leakyRelu(at(h), at(a), n, slope);
        keep(h, a);
    }

    /** g = g f'(a) for h = relu(a): 0 where h = 0. */
    public static void reluBackward(INDArray g, INDArray h) {
        int n = length(g, h);
        kernels(g).function().reluBackward(at(g), at(h), n);
        keep(g, h);
    }

    /** g = g f'(a) for h = tanh(a): g (1 - h^2). */
    public static void tanhBackward(INDArray g, INDArray h) {
        int n = length(g, h);
        kernels(g).function().tanhBackward(at(g), at(h), n);
        keep(g, h);
    }

    /** g = g f'(a) for h = sigmoid(a): g h (1 - h). */
    public static void sigmoidBackward(INDArray g, INDArray h) {
        int n = length(g, h);
        kernels(g).function().sigmoidBackward(at(g), at(h), n);
        keep(g, h);
    }

    /** g = g f'(a) for h = leakyRelu(a): slope g where h <= 0 (so slope >= 0, or h has lost a's sign). */
    public static void leakyReluBackward(INDArray g, INDArray h, double slope) {
        int n = length(g, h);
        kernels(g).function().leakyReluBackward(at(g), at(h), n, slope);
        keep(g, h);
    }
}
