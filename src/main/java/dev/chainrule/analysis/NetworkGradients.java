package dev.chainrule.analysis;

import dev.chainrule.analysis.NetworkGradientsAnswer.LayerAnswer;
import dev.chainrule.analysis.NetworkGradientsAnswer.NonFinite;
import dev.chainrule.engine.network.Statement;
import dev.chainrule.engine.network.WorkedLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the lines of a walk layer by layer. */
final class NetworkGradients {

    private static final int MOST_TOLD = 100;

    private final List<WorkedLine> lines;
    private final List<NonFinite> nonFinite = new ArrayList<>();

    NetworkGradients(List<WorkedLine> lines) {
        this.lines = lines;
    }

    NetworkGradientsAnswer answer(double @Nullable [] product) {
        double loss = number(Statement.OBJECTIVE, "/loss");
        double penalty = number(Statement.PENALTY, "/penalty");
        Map<String, List<WorkedLine>> byLayer = new LinkedHashMap<>();
        for (WorkedLine line : lines) {
            if (line.layer() != null && line.statement() != Statement.PARAMETER) {
                byLayer.computeIfAbsent(line.layer(), name -> new ArrayList<>()).add(line);
            }
        }
        List<LayerAnswer> layers = new ArrayList<>();
        byLayer.forEach((name, own) -> layers.add(layer(name, own, "/layers/" + layers.size())));
        if (product != null) {
            tell(product, "/hessianVectorProduct");
        }
        return new NetworkGradientsAnswer(loss, penalty, layers, product, List.copyOf(nonFinite));
    }

    private double number(Statement statement, String pointer) {
        double value = lines.stream()
                .filter(line -> line.statement() == statement)
                .findFirst()
                .orElseThrow()
                .at(0, 0);
        if (!Double.isFinite(value)) {
            tell(pointer, Double.toString(value));
        }
        return value;
    }

    private LayerAnswer layer(String name, List<WorkedLine> own, String pointer) {
        Matrix bias = find(own, Statement.BIAS_GRADIENT, "dJ/db");
        if (bias != null) {
            tell(bias.elements(), pointer + "/biasGradient");
        }
        return new LayerAnswer(
                name,
                examples(find(own, Statement.A, ""), pointer + "/preActivation"),
                examples(find(own, Statement.H, ""), pointer + "/output"),
                examples(delta(own), pointer + "/delta"),
                rows(find(own, Statement.WEIGHT_GRADIENT, "dJ/dW"), pointer + "/weightGradient"),
                bias == null ? null : bias.elements(),
                others(own, pointer + "/gradients/"));
    }

    private static @Nullable Matrix find(List<WorkedLine> own, Statement statement, String prefix) {
        return own.stream()
                .filter(line -> line.statement() == statement && line.symbol().startsWith(prefix))
                .findFirst()
                .map(Matrix::of)
                .orElse(null);
    }

    /** dJ/da stands in the loss's line where the loss is differentiated through the output's activation. */
    private static @Nullable Matrix delta(List<WorkedLine> own) {
        Matrix delta = find(own, Statement.DELTA, "");
        return delta == null ? find(own, Statement.LOSS_GRADIENT, "dJ/da") : delta;
    }

    private Map<String, double[]> others(List<WorkedLine> own, String pointer) {
        Map<String, double[]> others = new LinkedHashMap<>();
        for (WorkedLine line : own) {
            boolean other = line.statement() == Statement.WEIGHT_GRADIENT
                    && !line.symbol().startsWith("dJ/dW");
            if (other) {
                String array = line.symbol().substring("dJ/d".length()).replaceAll("[_(].*", "");
                others.put(array, line.values());
                tell(line.values(), pointer + array);
            }
        }
        return others;
    }

    private double @Nullable [][] examples(@Nullable Matrix columns, String pointer) {
        return rows(columns == null ? null : columns.transposed(), pointer);
    }

    private double @Nullable [][] rows(@Nullable Matrix matrix, String pointer) {
        if (matrix == null) {
            return null;
        }
        tell(matrix, pointer);
        return matrix.toRows();
    }

    private void tell(Matrix matrix, String pointer) {
        List<Matrix.NonFinite> found = matrix.nonFinite();
        if (found != null) {
            for (Matrix.NonFinite element : found) {
                tell(
                        pointer + "/" + element.index().get(0) + "/"
                                + element.index().get(1),
                        element.value());
            }
        }
    }

    private void tell(double[] list, String pointer) {
        for (int i = 0; i < list.length; i++) {
            if (!Double.isFinite(list[i])) {
                tell(pointer + "/" + i, Double.toString(list[i]));
            }
        }
    }

    private void tell(String pointer, String value) {
        if (nonFinite.size() < MOST_TOLD) {
            nonFinite.add(new NonFinite(pointer, value));
        }
    }
}
