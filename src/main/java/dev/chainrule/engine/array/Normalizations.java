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

/**
 * Rows, or columns, of a (rows, columns) matrix brought to mean 0 and variance 1, and what a gradient becomes on its way back. Variances
 * are the mean of squares, without Bessel's correction. Same rules as {@link InPlace}; vectors have one number a row, or a column.
 */
public final class Normalizations {

    private Normalizations() {}

    /** mean = a 1 / m, variance = ((a - mean 1') * (a - mean 1')) 1 / m, for m columns. */
    public static void rowMoments(INDArray mean, INDArray variance, INDArray a) {
        perRow(mean, a);
        perRow(variance, a);
        kernels(a).normalization().rowMoments(at(mean), at(variance), at(a), rows(a), columns(a));
        keep(mean, variance, a);
    }

    /** inverse = 1 / sqrt(variance + epsilon), element by element; may be variance. */
    public static void inverseRoot(INDArray inverse, INDArray variance, double epsilon) {
        int n = length(inverse, variance);
        Numbers numbers = Border.numbers(inverse);
        long to = at(inverse);
        long from = at(variance);
        for (long i = 0; i < n; i++) {
            numbers.set(to, i, 1 / Math.sqrt(numbers.get(from, i) + epsilon));
        }
        keep(inverse, variance);
    }

    /** y = (a - mean 1') * factor 1'; y may be a. */
    public static void centerRows(INDArray y, INDArray a, INDArray mean, INDArray factor) {
        sameShape(y, a);
        perRow(mean, a);
        perRow(factor, a);
        kernels(a).normalization().centerRows(at(y), at(a), at(mean), at(factor), rows(a), columns(a));
        keep(y, a);
        keep(mean, factor);
    }

    /**
     * y = J' g for the rows of xHat = (x - mean) * factor, J = d xHat / dx, which is symmetric: factor 1' * (g - g 1 / m 1' - xHat * ((g *
     * xHat) 1 / m) 1'). y may be g.
     */
    public static void standardizeRowsBackward(INDArray y, INDArray g, INDArray xHat, INDArray factor) {
        sameShape(y, g);
        sameShape(xHat, g);
        perRow(factor, g);
        kernels(g).normalization().projectRows(at(y), at(g), at(xHat), at(factor), rows(g), columns(g));
        keep(y, g);
        keep(xHat, factor);
    }

    /** y = a * b 1'; y may be a. */
    public static void multiplyRows(INDArray y, INDArray a, INDArray b) {
        sameShape(y, a);
        perRow(b, a);
        kernels(a).normalization().multiplyRows(at(y), at(a), at(b), rows(a), columns(a));
        keep(y, a, b);
    }

    /** y = y + (g * h) 1. */
    public static void addRowProducts(INDArray y, INDArray g, INDArray h) {
        sameShape(h, g);
        perRow(y, g);
        kernels(g).normalization().addRowProducts(at(y), at(g), at(h), rows(g), columns(g));
        keep(y, g, h);
    }

    /** Each column of xHat = (that of a - its mean) * factor, factor = 1 / sqrt(its variance + epsilon), which is written too. */
    public static void standardizeColumns(INDArray xHat, INDArray factor, INDArray a, double epsilon) {
        sameShape(xHat, a);
        perColumn(factor, a);
        kernels(a).normalization().standardizeColumns(at(xHat), at(factor), at(a), rows(a), columns(a), epsilon);
        keep(xHat, factor, a);
    }

    /** y = J' g for the columns of xHat, as {@link #standardizeRowsBackward} for its rows. y may be g. */
    public static void standardizeColumnsBackward(INDArray y, INDArray g, INDArray xHat, INDArray factor) {
        sameShape(y, g);
        sameShape(xHat, g);
        perColumn(factor, g);
        kernels(g).normalization().projectColumns(at(y), at(g), at(xHat), at(factor), rows(g), columns(g));
        keep(y, g);
        keep(xHat, factor);
    }

    /** y = a * 1 b', one element of b a column; y may be a. A plain loop: only products of the Hessian come here. */
    public static void multiplyColumns(INDArray y, INDArray a, INDArray b) {
        sameShape(y, a);
        perColumn(b, a);
        Numbers numbers = Border.numbers(a);
        int k = rows(a);
        int n = length(a);
        for (int i = 0; i < n; i++) {
            numbers.set(at(y), i, numbers.get(at(a), i) * numbers.get(at(b), i / k));
        }
        keep(y, a, b);
    }

    /** b_j = sum over i of g_ij h_ij. A plain loop likewise. */
    public static void columnProducts(INDArray b, INDArray g, INDArray h) {
        sameShape(g, h);
        perColumn(b, g);
        Numbers numbers = Border.numbers(g);
        int k = rows(g);
        for (int j = 0; j < columns(g); j++) {
            double sum = 0;
            for (int i = j * k; i < (j + 1) * k; i++) {
                sum += numbers.get(at(g), i) * numbers.get(at(h), i);
            }
            numbers.set(at(b), j, sum);
        }
        keep(b, g, h);
    }

    private static void sameShape(INDArray a, INDArray b) {
        length(a, b);
        check(rows(a) == rows(b), "need one shape", a, b);
    }

    private static void perRow(INDArray b, INDArray a) {
        sameType(b, a);
        check(length(b) == rows(a), "need one value a row", b, a);
    }

    private static void perColumn(INDArray b, INDArray a) {
        sameType(b, a);
        check(length(b) == columns(a), "need one value a column", b, a);
    }
}
