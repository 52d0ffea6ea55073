package dev.chainrule.engine.array;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything a network learns: one flat vector theta, one flat gradient of the same layout, both seen through named slots. What
 * an optimizer, a norm or a check says about theta is said about one vector, without gaps.
 *
 * <p>Behind theta, in the same memory, stand statistics of the data that layers keep for predicting (running means and variances): no
 * gradient moves them, but whatever is to predict, or to go on, needs them too. Theta and statistics together are the values.
 */
public final class Parameters implements AutoCloseable {

    private final List<Slot> slots;
    private final Map<String, Slot> byName = new HashMap<>();
    private final INDArray values;
    private final INDArray theta;
    private final INDArray gradient;
    private final @Nullable INDArray current;
    private final @Nullable INDArray next;

    private Parameters(DataType type, List<Slot> slots, List<Slot> statistics) {
        this.slots = List.copyOf(slots);
        slots.forEach(slot -> byName.put(slot.name(), slot));
        statistics.forEach(slot -> byName.put(slot.name(), slot));
        long n = length(slots);
        long kept = length(statistics);
        values = OffHeap.vector(type, n + kept);
        gradient = OffHeap.vector(type, n);
        theta = kept == 0 ? values : OffHeap.view(values, 0, n, 1);
        current = kept == 0 ? null : OffHeap.view(values, n, kept, 1);
        next = kept == 0 ? null : OffHeap.vector(type, kept);
    }

    private static long length(List<Slot> slots) {
        return slots.stream().mapToLong(Slot::length).sum();
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

    /** Theta, and behind it the statistics: what a checkpoint or a model holds (length + statistics). */
    public INDArray values() {
        return values;
    }

    /** A statistic as it stands, (rows, 1), sharing memory with {@link #values}. */
    public INDArray statistic(String name) {
        return OffHeap.view(values, slot(name).offset(), slot(name).rows(), 1);
    }

    /** A statistic as the examples seen since {@link #startStatistics} would make it. */
    public INDArray nextStatistic(String name) {
        return OffHeap.view(
                Objects.requireNonNull(next, "no statistics"),
                slot(name).offset() - length(),
                slot(name).rows(),
                1);
    }

    /** Next statistics <- those that stand. */
    public void startStatistics() {
        if (current != null && next != null) {
            InPlace.copy(next, current);
        }
    }

    /** Statistics <- the next ones. */
    public void keepStatistics() {
        if (current != null && next != null) {
            InPlace.copy(current, next);
        }
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

    /** New parameters of this layout and type, without statistics, theta and gradient both zero, owned by the caller. */
    public Parameters twin() {
        return new Parameters(type(), slots, List.of());
    }

    /** A new vector of zeros as long as the values, owned by the caller. */
    public INDArray likeValues() {
        return OffHeap.vector(type(), values.length());
    }

    /** Frees theta, gradient and statistics; their views must not be used again. */
    @Override
    public void close() {
        values.close();
        gradient.close();
        if (next != null) {
            next.close();
        }
    }

    /** Slots in the making. */
    public static final class Layout {

        private final List<Slot> slots = new ArrayList<>();
        private final List<Statistic> statistics = new ArrayList<>();
        private long length;

        private Layout() {}

        /** Appends a (rows, columns) slot; its name must be new. */
        public Slot add(String name, long rows, long columns) {
            if (Stream.concat(
                            slots.stream().map(Slot::name), statistics.stream().map(Statistic::name))
                    .anyMatch(name::equals)) {
                throw new IllegalArgumentException("two slots named " + name);
            }
            Slot slot = new Slot(name, length, rows, columns);
            slots.add(slot);
            length += slot.length();
            return slot;
        }

        /** Appends a statistic of so many rows; it stands behind all slots, in order. */
        public void addStatistic(String name, long rows) {
            statistics.add(new Statistic(name, rows));
        }

        /** The statistics so far, in order, each where it stands in the values. */
        public List<Slot> statistics() {
            List<Slot> placed = new ArrayList<>();
            long offset = length;
            for (Statistic statistic : statistics) {
                placed.add(new Slot(statistic.name, offset, statistic.rows, 1));
                offset += statistic.rows;
            }
            return placed;
        }

        /** Number of values so far: parameters and statistics. */
        public long values() {
            return length + statistics.stream().mapToLong(Statistic::rows).sum();
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
            return new Parameters(type, slots, statistics());
        }

        private record Statistic(String name, long rows) {}
    }
}
