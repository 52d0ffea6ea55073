package dev.chainrule.model;

import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.train.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;

/** One NPY array a block of parameters, in a zip: {@code numpy.load} reads it. The same model gives the same bytes. */
@Component
final class NpzExport implements ExportFormat {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    @Override
    public String name() {
        return "npz";
    }

    @Override
    public String mediaType() {
        return "application/zip";
    }

    @Override
    public void write(Models.Trained trained, OutputStream out) throws IOException {
        boolean single = trained.model().run().training().precision() == Precision.FLOAT32;
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Block block : Block.of(trained.model().run().network())) {
            ZipEntry entry = new ZipEntry(block.name() + ".npy");
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            zip.write(header(block, single));
            zip.write(body(block.vector(trained.theta()), single));
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Format version 1.0: a Python literal, padded so that the numbers begin at a multiple of 64. */
    private static byte[] header(Block block, boolean single) {
        String shape = block.isMatrix() ? "(" + block.rows() + ", " + block.columns() + ")" : "(" + block.rows() + ",)";
        String text = "{'descr': '" + (single ? "<f4" : "<f8") + "', 'fortran_order': True, 'shape': " + shape + ", }";
        int unpadded = MAGIC.length + 2 + text.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        String padded = text + " ".repeat(padding) + "\n";
        ByteBuffer header = ByteBuffer.allocate(unpadded + padding).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        return header.array();
    }

    private static byte[] body(double[] values, boolean single) {
        int width = single ? Float.BYTES : Double.BYTES;
        ByteBuffer body = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            if (single) {
                body.putFloat((float) value);
            } else {
                body.putDouble(value);
            }
        }
        return body.array();
    }
}
