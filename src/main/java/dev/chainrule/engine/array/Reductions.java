package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Border.at;
import static dev.chainrule.engine.array.Border.keep;
import static dev.chainrule.engine.array.Border.kernels;
import static dev.chainrule.engine.array.Border.length;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One number from many. Same rules as {@link InPlace}; nothing is written. Sums are taken in double, in an order that depends
 * on the length alone: the same elements give the same bits each time. NaN in, NaN out.
 */
public final class Reductions {

    private Reductions() {}

    /** sum of a_i. */
    public static double sum(INDArray a) {
        double result = kernels(a).sum().sum(at(a), length(a));
        keep(a);
        return result;
    }

    /** sum of |a_i|. */
    public static double sumOfAbs(INDArray a) {
        double result = kernels(a).sum().sumOfAbs(at(a), length(a));
        keep(a);
        return result;
    }

    /** sum of a_i^2. */
    public static double sumOfSquares(INDArray a) {
        double result = kernels(a).sum().sumOfSquares(at(a), length(a));
        keep(a);
        return result;
    }

    /** sum of a_i^2 to about the last digit of a's number type; three times as fast where that is float. */
    public static double squaredNorm(INDArray a) {
        double result = kernels(a).sum().squaredNorm(at(a), length(a));
        keep(a);
        return result;
    }

    /** Largest element. */
    public static double max(INDArray a) {
        double result = kernels(a).sum().max(at(a), length(a));
        keep(a);
        return result;
    }

    /** Smallest element. */
    public static double min(INDArray a) {
        double result = kernels(a).sum().min(at(a), length(a));
        keep(a);
        return result;
    }

    /** max of |a_i|. */
    public static double maxAbs(INDArray a) {
        double result = kernels(a).sum().maxAbs(at(a), length(a));
        keep(a);
        return result;
    }

    /** How many elements are exactly 0. */
    public static long countZeros(INDArray a) {
        long result = kernels(a).sum().countZeros(at(a), length(a));
        keep(a);
        return result;
    }

    /** Whether no element is NaN or infinite. */
    public static boolean allFinite(INDArray a) {
        boolean result = kernels(a).sum().allFinite(at(a), length(a));
        keep(a);
        return result;
    }

    /** sum of a_i b_i. */
    public static double dot(INDArray a, INDArray b) {
        int n = length(a, b);
        double result = kernels(a).sum().dot(at(a), at(b), n);
        keep(a, b);
        return result;
    }

    /** sum of (a_i - b_i)^2. */
    public static double squaredDistance(INDArray a, INDArray b) {
        int n = length(a, b);
        double result = kernels(a).sum().squaredDistance(at(a), at(b), n);
        keep(a, b);
        return result;
    }

    /** How many elements are beyond a bound in absolute value: |a_i| > bound. */
    public static long countAbove(INDArray a, double bound) {
        long result = kernels(a).sum().countAbove(at(a), length(a), bound);
        keep(a);
        return result;
    }

    /**
     * counts[k] = how many elements lie in the k-th of equal bins over [low, high], high itself in the last. Elements outside, and
     * NaN, are in none.
     *
     * @param counts overwritten
     */
    public static void histogram(INDArray a, double low, double high, long[] counts) {
        if (!(low < high) || counts.length == 0) {
            throw new IllegalArgumentException(
                    "need low < high and a bin, got [" + low + ", " + high + "] and " + counts.length + " bins");
        }
        Arrays.fill(counts, 0);
        kernels(a).sum().histogram(at(a), length(a), low, high, counts);
        keep(a);
    }

    /**
     * h = sigmoid(a), and the sum over all elements of -(y log h + (1 - y) log(1 - h)) in nats, computed from a so that it never
     * overflows.
     *
     * @param h written; may be a
     * @param y targets in [0, 1]
     */
    public static double sigmoidCrossEntropy(INDArray h, INDArray a, INDArray y) {
        int n = length(h, a, y);
        Kernels kernels = kernels(h);
        double result = kernels.loss().sigmoidCrossEntropy(at(a), at(y), n);
        kernels.transcendental().sigmoid(at(h), at(a), n);
        keep(h, a, y);
        return result;
    }
}
