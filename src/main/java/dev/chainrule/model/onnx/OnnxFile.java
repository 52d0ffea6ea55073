package dev.chainrule.model.onnx;

import dev.chainrule.dataset.Encoding;
import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.NetworkSpec;
import java.util.List;
import java.util.Map;

/**
 * A network between raw columns and answers as one ONNX model (operator set 13, and {@code ai.onnx.ml} 2 for texts).
 *
 * <p>Inputs: {@code numbers}, DOUBLE (N, p), the numeric columns in the order that the metadata's {@code numbers} lists; one STRING
 * (N, 1) for each column of texts, by its name. Outputs: the target's name, STRING (N), with {@code probabilities}, DOUBLE (N, k), in
 * order of the metadata's {@code classes}; or the target's name, DOUBLE (N, 1), for a number.
 */
public final class OnnxFile {

    private static final long IR_VERSION = 8;
    private static final long OPSET = 13;
    private static final long OPSET_CLASSICAL = 2;

    private OnnxFile() {}

    /**
     * What is written.
     *
     * @param theta in order of the network's blocks
     * @param single whether it was trained in 32 bits: the parameters are kept so, and computed with in 64
     */
    public record Contents(NetworkSpec network, double[] theta, boolean single, Encoding encoding) {}

    /**
     * The file.
     *
     * @param metadata texts by name, for whoever reads the file
     */
    public static byte[] of(Contents contents, Map<String, String> metadata) {
        OnnxGraph graph = new OnnxGraph("network");
        Encoding encoding = contents.encoding();
        String target = graph.unique(encoding.target().name());
        String h = new OnnxInputs(graph, encoding).add();
        OnnxLayers layers = new OnnxLayers(graph, Block.of(contents.network()), contents.theta(), contents.single());
        List<LayerSpec> hidden = contents.network().layers();
        for (LayerSpec layer : hidden.subList(0, hidden.size() - 1)) {
            h = layers.add(layer, h);
        }
        h = layers.addOutput((Dense) hidden.getLast(), contents.network().loss(), h);
        new OnnxOutputs(graph, encoding.target()).add(h, target);
        return model(graph, metadata);
    }

    /** ModelProto. */
    static byte[] model(OnnxGraph graph, Map<String, String> metadata) {
        ProtoWriter model = new ProtoWriter()
                .put(Fields.MODEL_IR_VERSION, IR_VERSION)
                .put(Fields.MODEL_PRODUCER, "Chainrule")
                .put(Fields.MODEL_GRAPH, graph.message())
                .put(Fields.MODEL_OPSET, opset("", OPSET))
                .put(Fields.MODEL_OPSET, opset(OnnxGraph.CLASSICAL, OPSET_CLASSICAL));
        metadata.forEach((key, value) -> model.put(
                Fields.MODEL_METADATA,
                new ProtoWriter().put(Fields.ENTRY_KEY, key).put(Fields.ENTRY_VALUE, value)));
        return model.bytes();
    }

    private static ProtoWriter opset(String domain, long version) {
        return new ProtoWriter().put(Fields.OPSET_DOMAIN, domain).put(Fields.OPSET_VERSION, version);
    }
}
