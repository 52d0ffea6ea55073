package dev.chainrule.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * Walks over the fields of one message in the wire format of Protocol Buffers, trusting nothing: every length is checked against
 * what is left, messages nest a few levels at most, and nothing is copied before it is asked for.
 *
 * <pre>{@code
 * while (reader.next()) {
 *     switch (reader.field()) {
 *         case 1 -> name = reader.text();
 *         default -> {} // skipped
 *     }
 * }
 * }</pre>
 */
final class ProtoReader {

    private static final int DEEPEST = 12;
    private static final int LONGEST_VARINT = 10;

    private final ByteBuffer in;
    private final int depth;
    private int field;
    private int wire;
    private boolean pending;

    private ProtoReader(ByteBuffer in, int depth) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
        this.depth = depth;
    }

    static ProtoReader of(byte[] bytes) {
        return new ProtoReader(ByteBuffer.wrap(bytes), 0);
    }

    /** Goes to the next field, over the one before where nobody read it; false at the end. */
    boolean next() throws OnnxFaultException {
        if (pending) {
            skip();
        }
        if (!in.hasRemaining()) {
            return false;
        }
        long key = varint();
        field = (int) (key >>> 3);
        wire = (int) (key & 7);
        if (key >>> 3 < 1 || key >>> 3 > 0x1fff_ffff) {
            throw OnnxFaultException.malformed("a field has number " + (key >>> 3));
        }
        pending = true;
        return true;
    }

    /** Number of the field. */
    int field() {
        return field;
    }

    private void skip() throws OnnxFaultException {
        switch (wire) {
            case 0 -> varint();
            case 1 -> advance(Long.BYTES);
            case 2 -> advance(varint());
            case 5 -> advance(Integer.BYTES);
            default -> throw OnnxFaultException.malformed("a field has wire type " + wire);
        }
        pending = false;
    }

    private void advance(long bytes) throws OnnxFaultException {
        require(bytes);
        in.position(in.position() + (int) bytes);
    }

    private void require(long bytes) throws OnnxFaultException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw OnnxFaultException.malformed("a field of " + bytes + " bytes where " + in.remaining() + " are left");
        }
    }

    private void expect(int expected) throws OnnxFaultException {
        if (wire != expected) {
            throw OnnxFaultException.malformed("field " + field + " has wire type " + wire + ", not " + expected);
        }
        pending = false;
    }

    private long varint() throws OnnxFaultException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            require(1);
            byte next = in.get();
            value |= (next & 0x7fL) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw OnnxFaultException.malformed("an integer of more than " + LONGEST_VARINT + " bytes");
    }

    long whole() throws OnnxFaultException {
        expect(0);
        return varint();
    }

    float real() throws OnnxFaultException {
        expect(5);
        require(Float.BYTES);
        return in.getFloat();
    }

    /** The bytes of the field, not copied. */
    ByteBuffer bytes() throws OnnxFaultException {
        expect(2);
        long length = varint();
        require(length);
        ByteBuffer slice = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + (int) length);
        return slice;
    }

    String text() throws OnnxFaultException {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    ProtoReader message() throws OnnxFaultException {
        if (depth == DEEPEST) {
            throw OnnxFaultException.malformed("messages are nested more than " + DEEPEST + " deep");
        }
        return new ProtoReader(bytes(), depth + 1);
    }

    /** Integers of a repeated field, one by one or packed. */
    void wholes(LongConsumer each) throws OnnxFaultException {
        if (wire == 0) {
            each.accept(whole());
            return;
        }
        ProtoReader packed = new ProtoReader(bytes(), depth);
        while (packed.in.hasRemaining()) {
            each.accept(packed.varint());
        }
    }

    /** The numbers of a repeated field as bytes, one of them or packed. */
    ByteBuffer reals(int width) throws OnnxFaultException {
        if (wire == 2) {
            return bytes();
        }
        expect(width == Float.BYTES ? 5 : 1);
        require(width);
        ByteBuffer slice = in.slice(in.position(), width).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + width);
        return slice;
    }
}
