package dev.chainrule.job;

import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.storage.CorruptFileException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A run's whole state as bytes, big-endian: {@code "CHAINCKP"}, version (int), version of the rest (int), SHA-256 of the
 * spec (32 bytes), step (long), epoch (int), length of theta (int) and its doubles, length of the rest (int) and its bytes.
 */
final class CheckpointFormat {

    private static final byte[] MAGIC = {'C', 'H', 'A', 'I', 'N', 'C', 'K', 'P'};

    private static final int VERSION = 3;

    private static final int HASH_BYTES = 32;
    private static final int CHUNK = 8192;

    private CheckpointFormat() {}

    /**
     * Writes a state.
     *
     * @param specSha256 of the spec it belongs to, 64 hex digits
     */
    static void write(OutputStream target, Checkpoint state, String specSha256) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.write(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(Checkpoint.REST_VERSION);
        out.write(HexFormat.of().parseHex(specSha256));
        out.writeLong(state.step());
        out.writeInt(state.epoch());
        out.writeInt(state.theta().length);
        writeDoubles(out, state.theta());
        out.writeInt(state.rest().length);
        out.write(state.rest());
        out.flush();
    }

    private static void writeDoubles(DataOutputStream out, double[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            chunk.clear();
            chunk.asDoubleBuffer().put(values, from, count);
            out.write(chunk.array(), 0, count * Double.BYTES);
        }
    }

    /**
     * Reads a state.
     *
     * @throws CorruptFileException if the bytes are not a state of this spec
     */
    static Checkpoint read(byte[] bytes, String specSha256) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            require(Arrays.equals(in.readNBytes(MAGIC.length), MAGIC), "is no checkpoint");
            requireVersion(in.readInt(), VERSION, "");
            requireVersion(in.readInt(), Checkpoint.REST_VERSION, " of the trainer's part");
            String hash = HexFormat.of().formatHex(in.readNBytes(HASH_BYTES));
            require(hash.equals(specSha256), "belongs to another spec");
            long step = in.readLong();
            int epoch = in.readInt();
            double[] theta = readDoubles(in, in.readInt());
            byte[] rest = new byte[in.readInt()];
            in.readFully(rest);
            require(in.read() < 0, "is longer than it says");
            return new Checkpoint(step, epoch, theta, rest);
        } catch (IOException | NegativeArraySizeException e) {
            throw new CorruptFileException("the checkpoint ends too early");
        }
    }

    private static double[] readDoubles(DataInputStream in, int count) throws IOException {
        require(count >= 0 && (long) count * Double.BYTES <= in.available(), "is shorter than it says");
        double[] values = new double[count];
        byte[] chunk = new byte[CHUNK * Double.BYTES];
        for (int from = 0; from < count; from += CHUNK) {
            int here = Math.min(CHUNK, count - from);
            in.readFully(chunk, 0, here * Double.BYTES);
            ByteBuffer.wrap(chunk).asDoubleBuffer().get(values, from, here);
        }
        return values;
    }

    /** A state of another version is none, and its run begins again. */
    private static void requireVersion(int version, int known, String what) {
        require(version == known, "has version " + version + what + ", " + known + " is read here");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CorruptFileException("the checkpoint " + otherwise);
        }
    }
}
