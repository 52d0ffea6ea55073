package dev.chainrule.engine.array;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything a network learns: one flat vector theta, one flat gradient of the same layout, both seen through named slots. What
 * an optimizer, a norm or a check says about theta is said about one vector, without gaps.
 */
public final class Parameters implements AutoCloseable {

    private final List<Slot> slots;
    private final Map<String, Slot> byName = new HashMap<>();
    private final INDArray theta;
    private final INDArray gradient;

    private Parameters(DataType type, List<Slot> slots) {
        this.slots = List.copyOf(slots);
        long length = 0;
        for (Slot slot : slots) {
            byName.put(slot.name(), slot);
            length += slot.length();
        }
        theta = OffHeap.vector(type, length);
        gradient = OffHeap.vector(type, length);
    }

    /** Collects slots before anything is allocated. */
    public static Layout layout() {
        return new Layout();
    }

    /** The slots, in order of memory. */
    public List<Slot> slots() {
        return slots;
    }

    /** The slot of a name. */
    public Slot slot(String name) {
        Slot slot = byName.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("no slot " + name + " among " + byName.keySet());
        }
        return slot;
    }

    /** All parameters as one vector (length). */
    public INDArray theta() {
        return theta;
    }

    /** The gradient of all parameters as one vector (length). */
    public INDArray gradient() {
        return gradient;
    }

    /** Number of parameters. */
    public long length() {
        return theta.length();
    }

    /** Number type. */
    public DataType type() {
        return theta.dataType();
    }

    /**
     * A slot of theta, the gradient or any vector of this layout, as a (rows, columns) matrix sharing its memory. Makes a new
     * view each time: ask once, keep it. Good until the vector is closed.
     */
    public INDArray view(INDArray flat, String name) {
        Slot slot = slot(name);
        Border.check(flat.length() == length(), "not a vector of this layout", flat, theta);
        return OffHeap.view(flat, slot.offset(), slot.rows(), slot.columns());
    }

    /** A new vector of zeros of this layout, owned by the caller. */
    public INDArray like() {
        return OffHeap.vector(type(), length());
    }

    /** New parameters of this layout and type, theta and gradient both zero, owned by the caller. */
    public Parameters twin() {
        return new Parameters(type(), slots);
    }

    /** Frees theta and the gradient; their views must not be used again. */
    @Override
    public void close() {
        theta.close();
        gradient.close();
    }

    /** Slots in the making. */
    public static final class Layout {

        private final List<Slot> slots = new ArrayList<>();
        private long length;

        private Layout() {}

        /** Appends a (rows, columns) slot; its name must be new. */
        public Slot add(String name, long rows, long columns) {
            for (Slot slot : slots) {
                if (slot.name().equals(name)) {
                    throw new IllegalArgumentException("two slots named " + name);
                }
            }
            Slot slot = new Slot(name, length, rows, columns);
            slots.add(slot);
            length += slot.length();
            return slot;
        }

        /** The slots so far, in order. */
        public List<Slot> slots() {
            return List.copyOf(slots);
        }

        /** Number of elements so far. */
        public long length() {
            return length;
        }

        /** Allocates theta and gradient, both zero. */
        public Parameters allocate(DataType type) {
            if (slots.isEmpty()) {
                throw new IllegalArgumentException("nothing to learn: no slot");
            }
            return new Parameters(type, slots);
        }
    }
}
