package dev.chainrule.engine.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads and writes a dense array's elements one at a time, in memory order, as doubles whatever its type. */
public final class Elements {

    private final INDArray array;
    private final Numbers numbers;
    private final long length;

    /** The elements of an array, which stays alive as long as this does; using them after it is closed throws. */
    public Elements(INDArray array) {
        this.array = array;
        this.numbers = Border.numbers(array);
        this.length = Border.denseLength(array);
    }

    /** Writes an element, rounded to the array's type. */
    public void set(long index, double value) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("no element " + index + " in " + Border.describe(array));
        }
        numbers.set(Border.at(array), index, value);
        Border.keep(array);
    }

    /** Writes a run of elements from an index on, rounded to the array's type. */
    public void set(long from, double[] values) {
        if (from < 0 || from > length - values.length) {
            throw new IndexOutOfBoundsException(
                    "no " + values.length + " elements at " + from + " in " + Border.describe(array));
        }
        numbers.set(Border.at(array) + from * numbers.bytes(), values);
        Border.keep(array);
    }

    /** An element. */
    public double get(long index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("no element " + index + " in " + Border.describe(array));
        }
        double value = numbers.get(Border.at(array), index);
        Border.keep(array);
        return value;
    }
}
