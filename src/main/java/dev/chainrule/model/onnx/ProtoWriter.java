package dev.chainrule.model.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One message in the wire format of Protocol Buffers: fields in the order they are put, each a key (number * 8 + wire type) and a
 * value.
 */
final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An integer, seven bits a byte, the least first; a negative one takes ten bytes. */
    ProtoWriter put(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    ProtoWriter put(int field, float value) {
        key(field, FIXED32);
        byte[] bytes = ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        out.writeBytes(bytes);
        return this;
    }

    ProtoWriter put(int field, String text) {
        return put(field, text.getBytes(StandardCharsets.UTF_8));
    }

    ProtoWriter put(int field, ProtoWriter message) {
        return put(field, message.bytes());
    }

    ProtoWriter put(int field, byte[] bytes) {
        key(field, LENGTH);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private void key(int field, int wire) {
        varint((long) field << 3 | wire);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
