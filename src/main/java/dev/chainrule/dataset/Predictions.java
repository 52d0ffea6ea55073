package dev.chainrule.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Outputs of a network in the words of its target. */
final class Predictions {

    private static final String PROBABILITIES = "probabilities";

    private Predictions() {}

    static List<Map<String, Object>> of(Encoding.Target target, INDArray outputs) {
        List<Map<String, Object>> predictions = new ArrayList<>();
        for (int j = 0; j < outputs.columns(); j++) {
            predictions.add(target.task() == Task.REGRESSION ? number(target, outputs, j) : label(target, outputs, j));
        }
        return predictions;
    }

    private static Map<String, Object> number(Encoding.Target target, INDArray outputs, int j) {
        return Map.of(target.name(), target.offset() + target.scale() * outputs.getDouble(0, j));
    }

    private static Map<String, Object> label(Encoding.Target target, INDArray outputs, int j) {
        List<String> classes = Objects.requireNonNull(target.classes());
        double[] shares = target.task() == Task.BINARY ? pair(outputs.getDouble(0, j)) : column(outputs, j);
        Map<String, Object> probabilities = new LinkedHashMap<>();
        int best = 0;
        for (int i = 0; i < classes.size(); i++) {
            probabilities.put(classes.get(i), shares[i]);
            best = shares[i] > shares[best] ? i : best;
        }
        Map<String, Object> prediction = new LinkedHashMap<>();
        prediction.put(target.name(), classes.get(best));
        // A target of that very name is the answer itself.
        prediction.putIfAbsent(PROBABILITIES, probabilities);
        return prediction;
    }

    private static double[] pair(double second) {
        return new double[] {1 - second, second};
    }

    private static double[] column(INDArray outputs, int j) {
        double[] column = new double[outputs.rows()];
        for (int i = 0; i < column.length; i++) {
            column[i] = outputs.getDouble(i, j);
        }
        return column;
    }
}
