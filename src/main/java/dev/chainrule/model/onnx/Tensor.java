package dev.chainrule.model.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A constant of a model.
 *
 * @param type its number type, as TensorProto counts them
 * @param values row by row
 */
record Tensor(int type, List<Long> dims, double[] values) {

    private static final int MOST_DIMS = 8;

    /** One number. */
    static Tensor of(double value) {
        return new Tensor(Fields.DOUBLE, List.of(), new double[] {value});
    }

    /** What a tensor's message holds while it is read. */
    private static final class Parts {
        private final List<Long> dims = new ArrayList<>();
        private int type;
        private String name = "";
        private ByteBuffer raw = ByteBuffer.allocate(0);
        private int width;
        private final List<ByteBuffer> packed = new ArrayList<>();

        /** One more than the most is enough to be refused. */
        private void dim(long dim) {
            if (dims.size() <= MOST_DIMS) {
                dims.add(dim);
            }
        }
    }

    /** A tensor and its name. */
    record Named(String name, Tensor tensor) {}

    /** Reads a TensorProto; one of other numbers than FLOAT and DOUBLE is empty. */
    static Named read(ProtoReader in) throws OnnxFaultException {
        Parts parts = new Parts();
        while (in.next()) {
            switch (in.field()) {
                case Fields.TENSOR_DIMS -> in.wholes(parts::dim);
                case Fields.TENSOR_TYPE -> parts.type = (int) in.whole();
                case Fields.TENSOR_NAME -> parts.name = in.text();
                case Fields.TENSOR_RAW -> parts.raw = in.bytes();
                case Fields.TENSOR_FLOATS -> parts.packed.add(in.reals(Float.BYTES));
                case Fields.TENSOR_DOUBLES -> parts.packed.add(in.reals(Double.BYTES));
                case Fields.TENSOR_EXTERNAL ->
                    throw OnnxFaultException.unsupported("Tensors outside of the file are not followed.");
                default -> {}
            }
        }
        parts.width = width(parts.type);
        List<Long> dims = parts.width == 0 ? List.of(0L) : List.copyOf(parts.dims);
        return new Named(parts.name, new Tensor(parts.type, dims, values(parts)));
    }

    private static int width(int type) {
        return switch (type) {
            case Fields.FLOAT -> Float.BYTES;
            case Fields.DOUBLE -> Double.BYTES;
            default -> 0;
        };
    }

    private static double[] values(Parts parts) throws OnnxFaultException {
        if (parts.width == 0) {
            return new double[0];
        }
        long count = count(parts.dims);
        List<ByteBuffer> pieces = parts.packed.isEmpty() ? List.of(parts.raw) : parts.packed;
        long bytes = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        require(Math.multiplyExact(count, parts.width), bytes, parts.name);
        double[] values = new double[Math.toIntExact(count)];
        int i = 0;
        for (ByteBuffer piece : pieces) {
            while (piece.remaining() >= parts.width && i < values.length) {
                values[i++] = parts.type == Fields.FLOAT ? piece.getFloat() : piece.getDouble();
            }
        }
        require(count, i, parts.name);
        return values;
    }

    private static long count(List<Long> dims) throws OnnxFaultException {
        if (dims.size() > MOST_DIMS) {
            throw OnnxFaultException.malformed("a tensor has " + dims.size() + " dimensions");
        }
        long count = 1;
        for (long dim : dims) {
            if (dim < 0 || dim > Integer.MAX_VALUE || count * dim > Integer.MAX_VALUE) {
                throw OnnxFaultException.malformed("a tensor has dimensions " + dims);
            }
            count *= dim;
        }
        return count;
    }

    private static void require(long expected, long found, String name) throws OnnxFaultException {
        if (expected != found) {
            String shown = name.length() <= 40 ? name : name.substring(0, 39) + "…";
            throw OnnxFaultException.malformed(
                    "tensor \"" + shown + "\" has " + found + " numbers or bytes, its dimensions say " + expected);
        }
    }

    /** Rows and columns exchanged. */
    Tensor transposed() {
        int rows = Math.toIntExact(dims.get(0));
        int columns = Math.toIntExact(dims.get(1));
        double[] turned = new double[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                turned[j * rows + i] = values[i * columns + j];
            }
        }
        return new Tensor(type, List.of(dims.get(1), dims.get(0)), turned);
    }

    boolean isMatrix() {
        return dims.size() == 2;
    }
}
