package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The opaque part of a checkpoint: a version, the epoch's sums, the clock, early stopping, what the optimizer and the diagnostics
 * remember. Big-endian; arrays are a length and doubles, which hold floats exactly. Whoever reads it takes back the parts that fit
 * the run.
 */
final class StateFormat {

    private final Progress progress = new Progress();
    private final double best;
    private final int waited;
    private final double @Nullable [] bestValues;
    private final double[][] memory;
    private final double[] numbers;
    private final double[] notes;

    /** @param notes of the diagnostics */
    static byte[] write(Progress progress, @Nullable Patience patience, Method method, double[] notes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(Checkpoint.REST_VERSION);
            out.writeLong(progress.gradients);
            out.writeDouble(progress.lossSum);
            out.writeLong(progress.right);
            out.writeLong(progress.seen);
            out.writeLong(progress.earlierNanos);
            out.writeLong(progress.earlierEpochNanos);
            INDArray best = patience == null ? null : patience.bestValues();
            out.writeDouble(patience == null ? 0 : patience.best);
            out.writeInt(patience == null ? 0 : patience.waited);
            out.writeBoolean(best != null);
            if (best != null) {
                write(out, OffHeap.toDoubles(best));
            }
            List<INDArray> memory = method.memory();
            out.writeInt(memory.size());
            for (INDArray vector : memory) {
                write(out, OffHeap.toDoubles(vector));
            }
            write(out, method.numbers());
            write(out, notes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, double[] values) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /** @throws IllegalArgumentException where the bytes are of another version or incomplete */
    static StateFormat read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readInt();
            if (version != Checkpoint.REST_VERSION) {
                throw new IllegalArgumentException("a checkpoint of version " + version
                        + "; this program reads version " + Checkpoint.REST_VERSION);
            }
            return new StateFormat(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("the checkpoint ends too early", e);
        }
    }

    private StateFormat(DataInputStream in) throws IOException {
        progress.gradients = in.readLong();
        progress.lossSum = in.readDouble();
        progress.right = in.readLong();
        progress.seen = in.readLong();
        progress.earlierNanos = in.readLong();
        progress.earlierEpochNanos = in.readLong();
        best = in.readDouble();
        waited = in.readInt();
        bestValues = in.readBoolean() ? array(in) : null;
        memory = new double[in.readInt()][];
        for (int i = 0; i < memory.length; i++) {
            memory[i] = array(in);
        }
        numbers = array(in);
        notes = array(in);
    }

    private static double[] array(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available() / Double.BYTES) {
            throw new IOException(length + " numbers do not fit");
        }
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    /** How far the run was; its step stands in the checkpoint itself. */
    Progress progress() {
        return progress;
    }

    double[] notes() {
        return notes;
    }

    /** @throws IllegalArgumentException where one of the runs keeps its best parameters and the other does not */
    void restore(@Nullable Patience patience) {
        INDArray theta = patience == null ? null : patience.bestValues();
        if ((theta == null) != (bestValues == null)) {
            throw new IllegalArgumentException("the checkpoint and this run differ in early stopping");
        }
        if (theta != null && bestValues != null) {
            put(theta, bestValues);
        }
        if (patience != null) {
            patience.best = best;
            patience.waited = waited;
        }
    }

    /** Whether the method keeps as much as the one that wrote this. */
    boolean fits(Method method) {
        return memory.length == method.memory().size() && numbers.length == method.numbers().length;
    }

    /** @throws IllegalArgumentException where the method keeps more or less than the one that wrote this */
    void restore(Method method) {
        List<INDArray> vectors = method.memory();
        if (!fits(method)) {
            throw new IllegalArgumentException("the checkpoint's optimizer keeps " + memory.length
                    + " vectors, this run's keeps " + vectors.size());
        }
        for (int i = 0; i < memory.length; i++) {
            put(vectors.get(i), memory[i]);
        }
        System.arraycopy(numbers, 0, method.numbers(), 0, numbers.length);
    }

    private static void put(INDArray vector, double[] values) {
        if (values.length != vector.length()) {
            throw new IllegalArgumentException(
                    "the checkpoint holds " + values.length + " numbers where this run has " + vector.length());
        }
        OffHeap.fromDoubles(vector, values);
    }
}
