package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Blas.Operand.PLAIN;
import static dev.chainrule.engine.array.Blas.Operand.TRANSPOSED;
import static dev.chainrule.engine.array.Border.at;
import static dev.chainrule.engine.array.Border.check;
import static dev.chainrule.engine.array.Border.keep;
import static dev.chainrule.engine.array.Border.kernels;
import static dev.chainrule.engine.array.Border.length;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Linear algebra and arithmetic on ND4J arrays, in place: the array written comes first, nothing is allocated.
 *
 * <p>Here, in {@link Functions}, {@link Columns} and {@link Reductions} every array is contiguous and column-major ('f'), FLOAT or
 * DOUBLE, all arguments of one type; views with an offset are welcome; a vector (n) counts as (n, 1). Anything else is refused by
 * {@link IllegalArgumentException}. Element by element, the array written may be any of those read. Calls from different threads
 * need different arrays.
 */
public final class InPlace {

    private InPlace() {}

    /** out = a b. (m, n) = (m, k) (k, n). */
    public static void matmul(INDArray out, INDArray a, INDArray b) {
        Products.multiply(out, PLAIN, a, PLAIN, b, 0);
    }

    /** out = a' b. (m, n) = (k, m)' (k, n). */
    public static void matmulTransposeLeft(INDArray out, INDArray a, INDArray b) {
        Products.multiply(out, TRANSPOSED, a, PLAIN, b, 0);
    }

    /** out = a b'. (m, n) = (m, k) (n, k)'. */
    public static void matmulTransposeRight(INDArray out, INDArray a, INDArray b) {
        Products.multiply(out, PLAIN, a, TRANSPOSED, b, 0);
    }

    /** out = out + a b. (m, n) += (m, k) (k, n). */
    public static void addMatmul(INDArray out, INDArray a, INDArray b) {
        Products.multiply(out, PLAIN, a, PLAIN, b, 1);
    }

    /** out = out + a' b. (m, n) += (k, m)' (k, n). */
    public static void addMatmulTransposeLeft(INDArray out, INDArray a, INDArray b) {
        Products.multiply(out, TRANSPOSED, a, PLAIN, b, 1);
    }

    /** out = out + a b'. (m, n) += (m, k) (n, k)'. */
    public static void addMatmulTransposeRight(INDArray out, INDArray a, INDArray b) {
        Products.multiply(out, PLAIN, a, TRANSPOSED, b, 1);
    }

    /** a = a + b 1'. (m, n) += (m, 1). */
    public static void addColumn(INDArray a, INDArray b) {
        length(a);
        Border.sameType(a, b);
        int rows = Border.rows(a);
        check(length(b) == rows, "need one value a row", a, b);
        kernels(a).column().addColumn(at(a), at(b), rows, Border.columns(a));
        keep(a, b);
    }

    /** out = out + g 1. (m, 1) += the sum of each row of (m, n). */
    public static void addRowSums(INDArray out, INDArray g) {
        length(g);
        Border.sameType(out, g);
        int rows = Border.rows(g);
        check(length(out) == rows, "need one value a row", out, g);
        kernels(g).column().addRowSums(at(out), at(g), rows, Border.columns(g));
        keep(out, g);
    }

    /** x = c everywhere. */
    public static void fill(INDArray x, double c) {
        kernels(x).arithmetic().fill(at(x), length(x), c);
        keep(x);
    }

    /** y = a. */
    public static void copy(INDArray y, INDArray a) {
        int n = length(y, a);
        kernels(y).arithmetic().copy(at(y), at(a), n);
        keep(y, a);
    }

    /** y = c y. */
    public static void scale(INDArray y, double c) {
        kernels(y).arithmetic().scale(at(y), length(y), c);
        keep(y);
    }

    /** y = y + c, element by element. */
    public static void shift(INDArray y, double c) {
        kernels(y).arithmetic().shift(at(y), length(y), c);
        keep(y);
    }

    /** y = y + alpha x. */
    public static void axpy(INDArray y, double alpha, INDArray x) {
        int n = length(y, x);
        kernels(y).arithmetic().axpy(at(y), at(x), n, alpha);
        keep(y, x);
    }

    /**
     * y = y + c (x - y), a weighted mean of both that is y where x is, bit for bit: of c x + (1 - c) y the weights are rounded, and do
     * not add to 1.
     *
     * @param scratch of their length; overwritten
     */
    public static void approach(INDArray y, double c, INDArray x, INDArray scratch) {
        if (c == 1) {
            copy(y, x);
            return;
        }
        subtract(scratch, x, y);
        axpy(y, c, scratch);
    }

    /** y = y + alpha sign(x), sign(0) = 0. */
    public static void addSign(INDArray y, double alpha, INDArray x) {
        int n = length(y, x);
        kernels(y).arithmetic().addSign(at(y), at(x), n, alpha);
        keep(y, x);
    }

    /** out = a + b. */
    public static void add(INDArray out, INDArray a, INDArray b) {
        int n = length(out, a, b);
        kernels(out).arithmetic().add(at(out), at(a), at(b), n);
        keep(out, a, b);
    }

    /** out = a - b. */
    public static void subtract(INDArray out, INDArray a, INDArray b) {
        int n = length(out, a, b);
        kernels(out).arithmetic().subtract(at(out), at(a), at(b), n);
        keep(out, a, b);
    }

    /** x = x * y, element by element. */
    public static void multiply(INDArray x, INDArray y) {
        multiply(x, x, y);
    }

    /** out = a * b, element by element. */
    public static void multiply(INDArray out, INDArray a, INDArray b) {
        int n = length(out, a, b);
        kernels(out).arithmetic().multiply(at(out), at(a), at(b), n);
        keep(out, a, b);
    }

    /** x = x / y, element by element. */
    public static void divide(INDArray x, INDArray y) {
        divide(x, x, y);
    }

    /** out = a / b, element by element. */
    public static void divide(INDArray out, INDArray a, INDArray b) {
        int n = length(out, a, b);
        kernels(out).arithmetic().divide(at(out), at(a), at(b), n);
        keep(out, a, b);
    }

    /** out = max(a, b), element by element. */
    public static void max(INDArray out, INDArray a, INDArray b) {
        int n = length(out, a, b);
        kernels(out).arithmetic().max(at(out), at(a), at(b), n);
        keep(out, a, b);
    }

    /** out = min(a, b), element by element. */
    public static void min(INDArray out, INDArray a, INDArray b) {
        int n = length(out, a, b);
        kernels(out).arithmetic().min(at(out), at(a), at(b), n);
        keep(out, a, b);
    }

    /** y = min(max(a, low), high), element by element. */
    public static void clamp(INDArray y, INDArray a, double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("need low <= high, got " + low + " and " + high);
        }
        int n = length(y, a);
        kernels(y).arithmetic().clamp(at(y), at(a), n, low, high);
        keep(y, a);
    }
}
