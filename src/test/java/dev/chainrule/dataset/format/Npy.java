package dev.chainrule.dataset.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NPY and IDX files as numpy and the makers of MNIST do. */
public final class Npy {

    private Npy() {}

    /** A whole file. */
    public static byte[] file(int version, String type, boolean fortran, long[] shape, byte[] data) {
        String header = "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + tuple(shape) + ", }";
        return raw(version, header, data);
    }

    private static String tuple(long[] shape) {
        String list = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return "(" + list + (shape.length == 1 ? ",)" : ")");
    }

    /** A file with any header. */
    public static byte[] raw(int version, String header, byte[] data) {
        int fixed = version == 1 ? 10 : 12;
        int length = (fixed + header.length() + 1 + 63) / 64 * 64 - fixed;
        ByteBuffer file = ByteBuffer.allocate(fixed + length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            file.putShort((short) length);
        } else {
            file.putInt(length);
        }
        String padded = header + " ".repeat(length - header.length() - 1) + "\n";
        return file.put(padded.getBytes(StandardCharsets.ISO_8859_1)).put(data).array();
    }

    /** Numbers in the bytes of a type. */
    public static byte[] bytes(String type, double... values) {
        ByteOrder order = type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int width = Integer.parseInt(type.substring(2));
        ByteBuffer data = ByteBuffer.allocate(values.length * width).order(order);
        for (double value : values) {
            switch (type.substring(1)) {
                case "b1", "i1", "u1" -> data.put((byte) (long) value);
                case "i2", "u2" -> data.putShort((short) (long) value);
                case "i4", "u4" -> data.putInt((int) (long) value);
                case "i8" -> data.putLong((long) value);
                case "u8" -> data.putLong(value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE);
                case "f2" -> data.putShort(Float.floatToFloat16((float) value));
                case "f4" -> data.putFloat((float) value);
                case "f8" -> data.putDouble(value);
                default -> throw new IllegalArgumentException(type);
            }
        }
        return data.array();
    }

    /** An IDX file. */
    public static byte[] idx(int code, int[] shape, byte[] data) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + data.length);
        file.put((byte) 0).put((byte) 0).put((byte) code).put((byte) shape.length);
        for (int dimension : shape) {
            file.putInt(dimension);
        }
        return file.put(data).array();
    }

    /** A zip of members, by name and content in turn. */
    public static byte[] zip(Object... members) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (int i = 0; i < members.length; i += 2) {
                    zip.putNextEntry(new ZipEntry((String) members[i]));
                    zip.write((byte[]) members[i + 1]);
                    zip.closeEntry();
                }
            }
            return bytes.toByteArray();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
