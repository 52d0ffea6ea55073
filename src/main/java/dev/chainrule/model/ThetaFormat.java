package dev.chainrule.model;

import dev.chainrule.storage.CorruptFileException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Parameters as a file, big-endian: {@code "CHAINTHT"}, version (int), length (int), the doubles. */
final class ThetaFormat {

    private static final long MAGIC = 0x434841494E544854L; // "CHAINTHT"
    private static final int VERSION = 1;
    private static final int HEADER = 16;
    private static final int CHUNK = 8192;

    private ThetaFormat() {}

    static void write(OutputStream target, double[] theta) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.writeLong(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(theta.length);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Double.BYTES);
        for (int from = 0; from < theta.length; from += CHUNK) {
            int count = Math.min(CHUNK, theta.length - from);
            chunk.clear().asDoubleBuffer().put(theta, from, count);
            out.write(chunk.array(), 0, count * Double.BYTES);
        }
        out.flush();
    }

    /**
     * Reads parameters.
     *
     * @throws CorruptFileException if these bytes are none
     */
    static double[] read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || in.getLong() != MAGIC || in.getInt() != VERSION) {
            throw new CorruptFileException("the file holds no parameters of version " + VERSION);
        }
        int length = in.getInt();
        if (bytes.length - HEADER != (long) length * Double.BYTES) {
            throw new CorruptFileException("the file does not hold " + length + " parameters");
        }
        double[] theta = new double[length];
        in.asDoubleBuffer().get(theta);
        return theta;
    }
}
