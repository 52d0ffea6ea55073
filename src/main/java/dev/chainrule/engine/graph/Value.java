package dev.chainrule.engine.graph;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A number, a vector or a matrix in float64. Never changed after it was made.
 *
 * <p>Broadcasting has one rule: a number goes with any array; two arrays go together only if their shapes are equal.
 */
public final class Value {

    public static final Value ONE = scalar(1);

    private final Shape shape;
    /** Row by row. */
    private final double[] elements;

    private Value(Shape shape, double[] elements) {
        this.shape = shape;
        this.elements = elements;
    }

    public static Value scalar(double x) {
        return new Value(Shape.SCALAR, new double[] {x});
    }

    /**
     * An array of a shape.
     *
     * @param elements row by row; owned by the value from now on
     */
    public static Value of(Shape shape, double... elements) {
        if (elements.length != shape.size()) {
            throw new IllegalArgumentException(shape + " has " + shape.size() + " elements, not " + elements.length);
        }
        return new Value(shape, elements);
    }

    /** The same number everywhere. */
    public static Value filled(Shape shape, double x) {
        double[] elements = new double[shape.size()];
        Arrays.fill(elements, x);
        return new Value(shape, elements);
    }

    public Shape shape() {
        return shape;
    }

    public int size() {
        return elements.length;
    }

    public boolean isScalar() {
        return shape.isScalar();
    }

    /** Element i, counted row by row. A number has the same value at every i. */
    public double at(int i) {
        return elements.length == 1 ? elements[0] : elements[i];
    }

    /** Element of a matrix, or of a vector at column 0. */
    public double at(int row, int column) {
        return elements[row * shape.columns() + column];
    }

    /** The number of a scalar. */
    public double number() {
        if (!isScalar()) {
            throw new IllegalStateException("not a number but an array of shape " + shape);
        }
        return elements[0];
    }

    /** All elements row by row; only to read. */
    double[] elements() {
        return elements;
    }

    /** All elements row by row, as a copy. */
    public double[] toArray() {
        return elements.clone();
    }

    /** This value with another number at element i. */
    public Value with(int i, double x) {
        double[] changed = elements.clone();
        changed[i] = x;
        return new Value(shape, changed);
    }

    /** f of each element. */
    public Value map(DoubleUnaryOperator f) {
        double[] out = new double[elements.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsDouble(elements[i]);
        }
        return new Value(shape, out);
    }

    /** f of the elements of two values that go together. */
    public static Value zip(Value a, Value b, DoubleBinaryOperator f) {
        Shape shape = together(a.shape, b.shape);
        if (shape == null) {
            throw new IllegalArgumentException(a.shape + " and " + b.shape + " do not go together");
        }
        double[] out = new double[shape.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsDouble(a.isScalar() ? a.elements[0] : a.at(i), b.isScalar() ? b.elements[0] : b.at(i));
        }
        return new Value(shape, out);
    }

    /** The shape of an element-wise result, or null where the shapes do not go together. */
    public static @Nullable Shape together(Shape a, Shape b) {
        if (a.equals(b) || b.isScalar()) {
            return a;
        }
        return a.isScalar() ? b : null;
    }

    /** Index of the first element that is NaN or infinite, -1 where all are finite. */
    public int firstNonFinite() {
        return IntStream.range(0, elements.length)
                .filter(i -> !Double.isFinite(elements[i]))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Value v && shape.equals(v.shape) && Arrays.equals(elements, v.elements);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return isScalar() ? Double.toString(elements[0]) : "array of shape " + shape;
    }
}
