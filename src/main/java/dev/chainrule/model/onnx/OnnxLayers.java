package dev.chainrule.model.onnx;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.BatchNormalization;
import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Dropout;
import dev.chainrule.engine.network.LayerNormalization;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Residual;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Layers as nodes, as they are when the network predicts. */
final class OnnxLayers {

    private static final Attribute OVER_UNITS = new Attribute.Wholes("axes", List.of(1L));

    private final OnnxGraph graph;
    private final double[] theta;
    private final boolean single;
    private final Map<String, Block> blocks = new HashMap<>();

    /**
     * @param blocks where the parameters lie in theta
     * @param single whether they were trained in 32 bits
     */
    OnnxLayers(OnnxGraph graph, List<Block> blocks, double[] theta, boolean single) {
        this.graph = graph;
        this.theta = theta;
        this.single = single;
        blocks.forEach(block -> this.blocks.put(block.name(), block));
    }

    /** h of a layer. A new layer does not compile until it is a case here. */
    String add(LayerSpec layer, String x) {
        return switch (layer) {
            case Dense dense -> dense(dense, dense.activation(), x);
            case Dropout dropout -> x;
            case BatchNormalization batch -> batchNormalization(nameOf(batch), batch.epsilon(), x);
            case LayerNormalization units -> layerNormalization(nameOf(units), units.epsilon(), x);
            case Residual residual -> residual(residual.layers(), x);
        };
    }

    private static String nameOf(LayerSpec layer) {
        return Objects.requireNonNull(layer.name());
    }

    /** The output layer; a loss of margins makes answers of its scores by a sigmoid. */
    String addOutput(Dense output, Loss loss, String x) {
        boolean scores = loss instanceof Loss.OfLogits && output.activation() instanceof Activation.Linear;
        Activation f = scores ? new Activation.Sigmoid() : output.activation();
        return dense(output, f, x);
    }

    /** h' = f(h_prev' W' + b'): theta holds W column by column, which is W' row by row. */
    private String dense(Dense dense, Activation f, String x) {
        String name = nameOf(dense);
        String product = graph.node("MatMul", List.of(x, parameter(name, "weight")));
        String a = dense.useBias() ? graph.node("Add", List.of(product, parameter(name, "bias"))) : product;
        return new OnnxActivations(graph).add(f, a);
    }

    /** By the running statistics. */
    private String batchNormalization(String name, double epsilon, String x) {
        String centered = graph.node("Sub", List.of(x, parameter(name, "mean")));
        return normalized(name, centered, parameter(name, "variance"), epsilon);
    }

    private String layerNormalization(String name, double epsilon, String x) {
        String centered = graph.node("Sub", List.of(x, graph.node("ReduceMean", List.of(x), OVER_UNITS)));
        String squares = graph.node("Mul", List.of(centered, centered));
        return normalized(name, centered, graph.node("ReduceMean", List.of(squares), OVER_UNITS), epsilon);
    }

    /** scale * centered / sqrt(variance + epsilon) + offset. */
    private String normalized(String name, String centered, String variance, double epsilon) {
        String deviation = graph.node("Sqrt", graph.node("Add", variance, epsilon));
        String hat = graph.node("Div", List.of(centered, deviation));
        String scaled = graph.node("Mul", List.of(hat, parameter(name, "scale")));
        return graph.node("Add", List.of(scaled, parameter(name, "offset")));
    }

    /** x + F(x). */
    private String residual(List<LayerSpec> layers, String x) {
        String h = x;
        for (LayerSpec layer : layers) {
            h = add(layer, h);
        }
        return graph.node("Add", List.of(x, h));
    }

    private String parameter(String layer, String kind) {
        Block block = Objects.requireNonNull(blocks.get(layer + "." + kind));
        List<Long> dims =
                block.isMatrix() ? List.of((long) block.columns(), (long) block.rows()) : List.of((long) block.rows());
        return graph.learned(block.name(), dims, block.vector(theta), single);
    }
}
