package dev.chainrule.model.onnx;

import dev.chainrule.dataset.Encoding;
import dev.chainrule.dataset.Task;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** The network's outputs in the words of its target: the class and the probabilities of all classes, or a number in its own unit. */
final class OnnxOutputs {

    private static final String PROBABILITIES = "probabilities";

    private final OnnxGraph graph;
    private final Encoding.Target target;

    OnnxOutputs(OnnxGraph graph, Encoding.Target target) {
        this.graph = graph;
        this.target = target;
    }

    /** @param name the target's, unique in the graph */
    void add(String yHat, String name) {
        if (target.task() == Task.REGRESSION) {
            String scaled = graph.node("Mul", yHat, target.scale());
            graph.node("", "Add", List.of(scaled, graph.constant(target.offset())), name);
            graph.output(name, Fields.DOUBLE, 1);
            return;
        }
        List<String> classes = Objects.requireNonNull(target.classes());
        String shares = graph.unique(PROBABILITIES);
        if (target.task() == Task.BINARY) {
            String first = graph.node("Sub", List.of(graph.constant(1), yHat));
            graph.node("", "Concat", List.of(first, yHat), shares, new Attribute.Whole("axis", 1));
        } else {
            graph.node("", "Identity", List.of(yHat), shares);
        }
        String best = graph.node(
                "ArgMax", List.of(shares), new Attribute.Whole("axis", 1), new Attribute.Whole("keepdims", 0));
        graph.node(
                OnnxGraph.CLASSICAL,
                "LabelEncoder",
                List.of(best),
                name,
                new Attribute.Wholes(
                        "keys_int64s",
                        LongStream.range(0, classes.size()).boxed().toList()),
                new Attribute.Texts("values_strings", classes));
        graph.output(name, Fields.STRING, 0);
        graph.output(shares, Fields.DOUBLE, classes.size());
    }
}
