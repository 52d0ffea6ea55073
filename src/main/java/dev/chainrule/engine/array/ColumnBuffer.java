package dev.chainrule.engine.array;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A (rows, capacity) matrix allocated once, and its first m columns as a matrix of its own: a smaller last batch needs no other
 * memory. Views are made at first use and kept.
 */
public final class ColumnBuffer implements AutoCloseable {

    private final INDArray all;
    private final int capacity;
    private final @Nullable INDArray[] prefixes;

    /** A buffer of zeros. */
    public ColumnBuffer(DataType type, long rows, long capacity) {
        this.capacity = Math.toIntExact(capacity);
        all = OffHeap.matrix(type, rows, capacity);
        prefixes = new @Nullable INDArray[this.capacity + 1];
        prefixes[this.capacity] = all;
    }

    /** The first m columns, (rows, m), sharing memory with every other prefix. Good until {@link #close}. */
    public INDArray first(long m) {
        if (m < 1 || m > capacity) {
            throw new IllegalArgumentException("need 1 to " + capacity + " columns, got " + m);
        }
        INDArray view = prefixes[(int) m];
        return view != null ? view : view((int) m);
    }

    private INDArray view(int m) {
        INDArray view = OffHeap.view(all, 0, Border.rows(all), m);
        prefixes[m] = view;
        return view;
    }

    /** Number of columns at most. */
    public int capacity() {
        return capacity;
    }

    /** Frees the memory; the views must not be used again. */
    @Override
    public void close() {
        all.close();
    }
}
