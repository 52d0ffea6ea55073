package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Border.at;
import static dev.chainrule.engine.array.Border.check;
import static dev.chainrule.engine.array.Border.columns;
import static dev.chainrule.engine.array.Border.keep;
import static dev.chainrule.engine.array.Border.kernels;
import static dev.chainrule.engine.array.Border.length;
import static dev.chainrule.engine.array.Border.rows;
import static dev.chainrule.engine.array.Border.sameType;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Each column of a matrix on its own: an example, or one example's scores. Same rules as {@link InPlace}. */
public final class Columns {

    private Columns() {}

    /** h_ij = e^(a_ij) / sum over i of e^(a_ij), without overflow; h may be a. (k, m) both. */
    public static void softmaxColumns(INDArray h, INDArray a) {
        sameShape(h, a);
        kernels(a).column().softmax(at(h), at(a), rows(a), columns(a));
        keep(h, a);
    }

    /**
     * g = J' g for h = softmax(a), J = dh/da: g_ij = h_ij (g_ij - sum over k of g_kj h_kj). (k, m) both. A plain loop: with its own
     * loss a softmax never comes here.
     */
    public static void softmaxBackward(INDArray g, INDArray h) {
        sameShape(g, h);
        Numbers numbers = Border.numbers(g);
        long gs = at(g);
        long hs = at(h);
        long k = rows(g);
        for (long from = 0; from < k * columns(g); from += k) {
            double dot = dot(numbers, gs, hs, from, k);
            for (long i = from; i < from + k; i++) {
                numbers.set(gs, i, numbers.get(hs, i) * (numbers.get(gs, i) - dot));
            }
        }
        keep(g, h);
    }

    /**
     * The derivative of {@link #softmaxBackward} along a direction: rg = J' rg + R{J}' g, column by column h * (rg - <rg, h>) + rh *
     * (g - <g, h>) - h <g, rh>. (k, m) all.
     *
     * @param rg R{g}, overwritten
     * @param g what came from above; only read, like h and rh
     * @param rh R{h} = J R{a}
     */
    public static void softmaxBackwardTangent(INDArray rg, INDArray g, INDArray h, INDArray rh) {
        sameShape(rg, h);
        sameShape(g, h);
        sameShape(rh, h);
        softmaxBackward(rg, h);
        Numbers numbers = Border.numbers(g);
        long k = rows(g);
        for (long from = 0; from < k * columns(g); from += k) {
            double level = dot(numbers, at(g), at(h), from, k);
            double shift = dot(numbers, at(g), at(rh), from, k);
            for (long i = from; i < from + k; i++) {
                double turned = numbers.get(at(rh), i) * (numbers.get(at(g), i) - level);
                numbers.set(at(rg), i, numbers.get(at(rg), i) + turned - numbers.get(at(h), i) * shift);
            }
        }
        keep(rg, g);
        keep(h, rh);
    }

    /** Sum of a_i b_i over count elements. */
    private static double dot(Numbers numbers, long a, long b, long from, long count) {
        double dot = 0;
        for (long i = from; i < from + count; i++) {
            dot += numbers.get(a, i) * numbers.get(b, i);
        }
        return dot;
    }

    /** out_j = log of sum over i of e^(a_ij), without overflow. m numbers from (k, m). */
    public static void logSumExpColumns(INDArray out, INDArray a) {
        onePerColumn(out, a);
        kernels(a).column().logSumExp(at(out), at(a), rows(a), columns(a));
        keep(out, a);
    }

    /** out_j = sum over i of a_ij. m numbers from (k, m). */
    public static void columnSums(INDArray out, INDArray a) {
        onePerColumn(out, a);
        kernels(a).column().columnSums(at(out), at(a), rows(a), columns(a));
        keep(out, a);
    }

    /**
     * h = softmax(a), and the sum over columns of -sum over i of y_ij log h_ij in nats, computed from a so that it never
     * overflows. (k, m) all.
     *
     * @param h written; may be a
     * @param y targets, each column a distribution; an element 0 picks nothing
     */
    public static double softmaxCrossEntropy(INDArray h, INDArray a, INDArray y) {
        sameShape(h, a);
        sameShape(y, a);
        double total = kernels(a).column().softmaxCrossEntropy(at(h), at(a), at(y), rows(a), columns(a));
        keep(h, a, y);
        return total;
    }

    /**
     * best[j] = first row of column j's largest element, or -1 where the column holds a NaN.
     *
     * @param best the first m are overwritten
     */
    public static void argmaxColumns(int[] best, INDArray a) {
        length(a);
        if (best.length < columns(a)) {
            throw new IllegalArgumentException(best.length + " places for the columns of " + Border.describe(a));
        }
        kernels(a).column().argmax(best, at(a), rows(a), columns(a));
        keep(a);
    }

    /**
     * In how many columns the largest elements of a and of b stand in the same row, the first where there are several. A column that
     * holds a NaN matches nothing.
     *
     * @param a (k, m)
     * @param b (k, m)
     */
    public static int agreements(INDArray a, INDArray b) {
        sameShape(a, b);
        int count = kernels(a).column().agreements(at(a), at(b), rows(a), columns(a));
        keep(a, b);
        return count;
    }

    /**
     * Column j of out = column indices[from + j] of a: a minibatch from shuffled examples.
     *
     * @param out (d, m), overwritten; not a
     * @param a (d, n)
     */
    public static void gatherColumns(INDArray out, INDArray a, int[] indices, int from) {
        length(out);
        Border.denseLength(a);
        sameType(out, a);
        check(rows(out) == rows(a), "need as many rows", out, a);
        int m = columns(out);
        int n = columns(a);
        for (int j = from; j < from + m; j++) {
            if (indices[j] < 0 || indices[j] >= n) {
                throw new IndexOutOfBoundsException("no column " + indices[j] + " in " + Border.describe(a));
            }
        }
        kernels(a).column().gather(at(out), at(a), rows(a), indices, from, m);
        keep(out, a);
    }

    private static void sameShape(INDArray a, INDArray b) {
        length(a, b);
        check(rows(a) == rows(b), "need one shape", a, b);
    }

    private static void onePerColumn(INDArray out, INDArray a) {
        length(a);
        sameType(out, a);
        check(length(out) == columns(a), "need one value a column", out, a);
    }
}
