package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Border.at;
import static dev.chainrule.engine.array.Border.keep;
import static dev.chainrule.engine.array.Border.kernels;
import static dev.chainrule.engine.array.Border.length;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What predictions cost, summed over all elements, and derivatives. Same rules as {@link InPlace}; sums are taken in double, in an order
 * that depends on the length alone. For margins a target y of 0 or 1 counts as s = 2 y - 1, -1 or 1.
 */
public final class Losses {

    private Losses() {}

    /** sum of |yHat_i - y_i|. */
    public static double absoluteError(INDArray yHat, INDArray y) {
        int n = length(yHat, y);
        double sum = kernels(y).loss().absoluteError(at(yHat), at(y), n);
        keep(yHat, y);
        return sum;
    }

    /** sum of d^2 / 2 where d = |yHat_i - y_i| <= delta, else delta (d - delta / 2). */
    public static double huber(INDArray yHat, INDArray y, double delta) {
        int n = length(yHat, y);
        double sum = kernels(y).loss().huber(at(yHat), at(y), n, delta);
        keep(yHat, y);
        return sum;
    }

    /** sum of log cosh(yHat_i - y_i), exact for small differences and for large. */
    public static double logCosh(INDArray yHat, INDArray y) {
        int n = length(yHat, y);
        double sum = kernels(y).loss().logCosh(at(yHat), at(y), n);
        keep(yHat, y);
        return sum;
    }

    /** sum of max(0, 1 - s_i a_i). */
    public static double hinge(INDArray a, INDArray y) {
        int n = length(a, y);
        double sum = kernels(y).loss().hinge(at(a), at(y), n);
        keep(a, y);
        return sum;
    }

    /** sum of log(1 + e^(-s_i a_i)), without overflow. */
    public static double logistic(INDArray a, INDArray y) {
        int n = length(a, y);
        double sum = kernels(y).loss().logistic(at(a), at(y), n);
        keep(a, y);
        return sum;
    }

    /** g = -s where s a < 1, else 0, from yHat = sigmoid(a). */
    public static void hingeGradient(INDArray g, INDArray yHat, INDArray y) {
        int n = length(g, yHat, y);
        kernels(g).loss().hingeGradient(at(g), at(yHat), at(y), n);
        keep(g, yHat, y);
    }

    /** g = r where |yHat - y| < delta, else 0: how huber's gradient moves where yHat moves along r; g may be r. */
    public static void huberTangent(INDArray g, INDArray r, INDArray yHat, INDArray y, double delta) {
        InPlace.copy(g, r);
        int n = length(g, yHat, y);
        kernels(g).curvature().huberTangent(at(g), at(yHat), at(y), n, delta);
        keep(g, yHat, y);
    }

    /** g = r / cosh^2(yHat - y): how log cosh's gradient moves where yHat moves along r; g may be r. */
    public static void logCoshTangent(INDArray g, INDArray r, INDArray yHat, INDArray y) {
        InPlace.copy(g, r);
        int n = length(g, yHat, y);
        kernels(g).curvature().logCoshTangent(at(g), at(yHat), at(y), n);
        keep(g, yHat, y);
    }
}
