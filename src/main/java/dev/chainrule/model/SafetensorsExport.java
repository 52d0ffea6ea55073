package dev.chainrule.model;

import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.web.SpecWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameters in the safetensors format: eight bytes that say how long the header is, the header as JSON, the numbers row by row,
 * little-endian. Description and encoding are texts of the header's metadata.
 */
@Component
final class SafetensorsExport implements ExportFormat {

    private final JsonMapper json;

    SafetensorsExport(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public String mediaType() {
        return "application/octet-stream";
    }

    @Override
    public void write(Models.Trained trained, OutputStream out) throws IOException {
        Model model = trained.model();
        boolean single = model.run().training().precision() == Precision.FLOAT32;
        int width = single ? Float.BYTES : Double.BYTES;
        List<Block> blocks = Block.of(model.run().network());
        out.write(header(model, blocks, single));
        for (Block block : blocks) {
            double[] values = values(block, trained.theta());
            ByteBuffer body = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
            for (double value : values) {
                if (single) {
                    body.putFloat((float) value);
                } else {
                    body.putDouble(value);
                }
            }
            out.write(body.array());
        }
    }

    private static double[] values(Block block, double[] theta) {
        return block.isMatrix()
                ? Stream.of(block.matrix(theta))
                        .flatMapToDouble(java.util.Arrays::stream)
                        .toArray()
                : block.vector(theta);
    }

    /** Padded with blanks, so that the numbers begin at a multiple of eight. */
    private byte[] header(Model model, List<Block> blocks, boolean single) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(
                "__metadata__",
                Map.of(
                        "model", model.id(),
                        "network", SpecWriter.write(model.run().network()).toString(),
                        "encoding", json.writeValueAsString(model.encoding())));
        long at = 0;
        for (Block block : blocks) {
            long end = at + (long) block.rows() * block.columns() * (single ? Float.BYTES : Double.BYTES);
            List<Integer> shape = block.isMatrix() ? List.of(block.rows(), block.columns()) : List.of(block.rows());
            header.put(
                    block.name(),
                    Map.of("dtype", single ? "F32" : "F64", "shape", shape, "data_offsets", List.of(at, end)));
            at = end;
        }
        byte[] text = json.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(text);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.array();
    }
}
