package dev.chainrule.engine.train;

import dev.chainrule.engine.array.Elements;
import dev.chainrule.engine.array.OffHeap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Examples while they are filled in: off the heap, zero at first, no copy on the way. */
public final class ExampleWriter {

    private final INDArray x;
    private final INDArray y;
    private final Elements inputs;
    private final Elements targets;
    private final int d;
    private final int k;

    /**
     * Room for examples.
     *
     * @param d length of an input
     * @param k length of a target
     * @param n number of examples
     */
    public ExampleWriter(int d, int k, int n, Precision precision) {
        this.d = d;
        this.k = k;
        DataType type = precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
        x = OffHeap.matrix(type, d, n);
        y = OffHeap.matrix(type, k, n);
        inputs = new Elements(x);
        targets = new Elements(y);
    }

    /** x_i of an example. */
    public void input(int example, int i, double value) {
        inputs.set((long) example * d + i, value);
    }

    /** All of x of an example. */
    public void inputs(int example, double[] values) {
        if (values.length != d) {
            throw new IllegalArgumentException(values.length + " inputs, need " + d);
        }
        inputs.set((long) example * d, values);
    }

    /** y_i of an example. */
    public void target(int example, int i, double value) {
        targets.set((long) example * k + i, value);
    }

    /** The examples; nothing is to be written afterwards. */
    public Examples examples() {
        return new Examples(x, y);
    }

    /** Bytes that n examples take. */
    public static long bytes(long d, long k, long n, Precision precision) {
        return Math.multiplyExact(Math.multiplyExact(d + k, n), precision == Precision.FLOAT32 ? 4L : 8L);
    }
}
