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
 * The opaque part of a checkpoint: a version, the epoch's sums, the clock, early stopping, the optimizer's memory. Big-endian; arrays
 * are a length and doubles, which hold floats exactly.
 */
final class StateFormat {

    private static final int VERSION = 1;

    private final Progress progress;
    private final @Nullable Patience patience;
    private final List<INDArray> memory;

    StateFormat(Progress progress, @Nullable Patience patience, List<INDArray> memory) {
        this.progress = progress;
        this.patience = patience;
        this.memory = memory;
    }

    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeDouble(progress.lossSum);
            out.writeLong(progress.right);
            out.writeLong(progress.seen);
            out.writeLong(progress.earlierNanos);
            out.writeLong(progress.earlierEpochNanos);
            writePatience(out);
            out.writeInt(memory.size());
            for (INDArray array : memory) {
                write(out, array);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writePatience(DataOutputStream out) throws IOException {
        INDArray best = patience == null ? null : patience.bestTheta();
        out.writeDouble(patience == null ? 0 : patience.best);
        out.writeInt(patience == null ? 0 : patience.waited);
        out.writeBoolean(best != null);
        if (best != null) {
            write(out, best);
        }
    }

    private static void write(DataOutputStream out, INDArray array) throws IOException {
        double[] values = OffHeap.toDoubles(array);
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    /**
     * Overwrites everything this was made with.
     *
     * @throws IllegalArgumentException where the bytes are of another version, or of a run with other settings
     */
    void read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readInt();
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "a checkpoint of version " + version + "; this program reads version " + VERSION);
            }
            progress.lossSum = in.readDouble();
            progress.right = in.readLong();
            progress.seen = in.readLong();
            progress.earlierNanos = in.readLong();
            progress.earlierEpochNanos = in.readLong();
            readPatience(in);
            int count = in.readInt();
            if (count != memory.size()) {
                throw new IllegalArgumentException(
                        "the checkpoint's optimizer keeps " + count + " vectors, this run's keeps " + memory.size());
            }
            for (INDArray array : memory) {
                read(in, array);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the checkpoint ends too early", e);
        }
    }

    private void readPatience(DataInputStream in) throws IOException {
        double value = in.readDouble();
        int waited = in.readInt();
        INDArray best = patience == null ? null : patience.bestTheta();
        if (in.readBoolean() != (best != null)) {
            throw new IllegalArgumentException("the checkpoint and this run differ in early stopping");
        }
        if (best != null) {
            read(in, best);
        }
        if (patience != null) {
            patience.best = value;
            patience.waited = waited;
        }
    }

    private static void read(DataInputStream in, INDArray array) throws IOException {
        int length = in.readInt();
        if (length != array.length()) {
            throw new IllegalArgumentException(
                    "the checkpoint holds " + length + " numbers where this run has " + array.length());
        }
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = in.readDouble();
        }
        OffHeap.fromDoubles(array, values);
    }
}
