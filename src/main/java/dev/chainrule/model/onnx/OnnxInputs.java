package dev.chainrule.model.onnx;

import dev.chainrule.dataset.Encoding;
import dev.chainrule.dataset.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * Raw columns to the network's inputs: numbers are filled where they are NaN and there is something to fill them with, then
 * (x - offset) / scale; texts become one input a category. A text that is no category, or missing with nothing to fill it,
 * stops the run, as it stops a request.
 */
final class OnnxInputs {

    static final String NUMBERS = "numbers";

    private final OnnxGraph graph;
    private final Encoding encoding;

    OnnxInputs(OnnxGraph graph, Encoding encoding) {
        this.graph = graph;
        this.encoding = encoding;
    }

    /** Adds the inputs and gives x, (N, inputs). */
    String add() {
        List<Feature> numeric =
                encoding.features().stream().filter(Feature::isNumeric).toList();
        List<Feature> texts =
                encoding.features().stream().filter(f -> !f.isNumeric()).toList();
        List<String> parts = new ArrayList<>();
        if (!numeric.isEmpty()) {
            parts.add(scaled(numeric));
        }
        texts.forEach(feature -> parts.add(oneHot(feature)));
        String joined =
                parts.size() == 1 ? parts.getFirst() : graph.node("Concat", parts, new Attribute.Whole("axis", 1));
        return inOrder(joined, numeric, texts);
    }

    private String scaled(List<Feature> numeric) {
        long width = numeric.size();
        String x = graph.input(NUMBERS, Fields.DOUBLE, width);
        double[] fills = numeric.stream()
                .mapToDouble(f -> f.fill() == null ? Double.NaN : f.fill())
                .toArray();
        if (numeric.stream().anyMatch(f -> f.fill() != null)) {
            String fill = graph.doubles(graph.unique("fill"), List.of(width), fills);
            x = graph.node("Where", List.of(graph.node("IsNaN", x), fill, x));
        }
        String offset = graph.doubles(
                graph.unique("offset"),
                List.of(width),
                numeric.stream().mapToDouble(Feature::offset).toArray());
        String scale = graph.doubles(
                graph.unique("scale"),
                List.of(width),
                numeric.stream().mapToDouble(Feature::scale).toArray());
        return graph.node("Div", List.of(graph.node("Sub", List.of(x, offset)), scale));
    }

    private String oneHot(Feature feature) {
        List<String> keys = new ArrayList<>(Objects.requireNonNull(feature.categories()));
        List<Long> places =
                new ArrayList<>(LongStream.range(0, keys.size()).boxed().toList());
        List<Long> all = List.copyOf(places);
        if (feature.fillCategory() != null) {
            long fill = keys.indexOf(feature.fillCategory());
            for (String word : encoding.wordsForMissing()) {
                if (!keys.contains(word)) {
                    keys.add(word);
                    places.add(fill);
                }
            }
        }
        String text = graph.input(feature.name(), Fields.STRING, 1);
        String place = graph.node(
                OnnxGraph.CLASSICAL,
                "LabelEncoder",
                List.of(text),
                graph.unique("place"),
                new Attribute.Texts("keys_strings", keys),
                new Attribute.Wholes("values_int64s", places),
                new Attribute.Whole("default_int64", -1));
        String hot = graph.node(
                OnnxGraph.CLASSICAL,
                "OneHotEncoder",
                List.of(place),
                graph.unique("one_hot"),
                new Attribute.Wholes("cats_int64s", all),
                new Attribute.Whole("zeros", 0));
        String flat = graph.node("Flatten", List.of(hot), new Attribute.Whole("axis", 1));
        return graph.cast(flat, Fields.DOUBLE);
    }

    /** Numbers first, then texts, brought to the order the network learned them in. */
    private String inOrder(String joined, List<Feature> numeric, List<Feature> texts) {
        List<Feature> order = new ArrayList<>(numeric);
        order.addAll(texts);
        if (order.equals(encoding.features())) {
            return joined;
        }
        List<Long> columns = new ArrayList<>();
        for (Feature feature : encoding.features()) {
            long at = order.stream()
                    .takeWhile(f -> !f.equals(feature))
                    .mapToLong(Feature::width)
                    .sum();
            LongStream.range(at, at + feature.width()).forEach(columns::add);
        }
        String indices = graph.indices(graph.unique("order"), columns);
        return graph.node("Gather", List.of(joined, indices), new Attribute.Whole("axis", 1));
    }
}
