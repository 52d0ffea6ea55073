package dev.chainrule.engine.onnx;

import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.onnx.OnnxCase.Operator;
import dev.chainrule.engine.onnx.OnnxCase.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses of classes: scores (N, C, …), targets (N, …) that are numbers of classes, weights of the classes. */
final class LossOperators {

    static final Map<String, Operator> ALL = Map.of(
            "SoftmaxCrossEntropyLoss",
            LossOperators::crossEntropy,
            "NegativeLogLikelihoodLoss",
            LossOperators::likelihood);

    private LossOperators() {}

    /** One column an element of the batch: its scores, and its weight at its class. */
    private record Problem(OnnxCase given, INDArray scores, INDArray targets) {

        static Problem of(OnnxCase given) {
            Tensor x = given.input(0);
            INDArray scores = x.along(x.axes(1));
            INDArray targets = OffHeap.matrix(x.dataType(), scores.size(0), scores.size(1));
            double ignored = given.attribute("ignore_index", Double.NaN);
            double[] classes = given.input(1).data();
            for (int j = 0; j < classes.length; j++) {
                int c = (int) classes[j];
                if (c != ignored) {
                    double weight = given.inputs().size() > 2 ? given.input(2).data()[c] : 1;
                    OffHeap.set(targets, c + (long) j * scores.size(0), weight);
                }
            }
            return new Problem(given, scores, targets);
        }

        double[] reduced(ToDoubleBiFunction<INDArray, INDArray> loss) {
            long k = scores.size(0);
            double[] each = new double[(int) scores.size(1)];
            for (int j = 0; j < each.length; j++) {
                each[j] = loss.applyAsDouble(OffHeap.view(scores, j * k, k, 1), OffHeap.view(targets, j * k, k, 1));
            }
            double sum = DoubleStream.of(each).sum();
            return switch (given.attribute("reduction", "mean")) {
                case "none" -> each;
                case "sum" -> new double[] {sum};
                default -> new double[] {sum / Reductions.sum(targets)};
            };
        }
    }

    private static List<double[]> crossEntropy(OnnxCase given) {
        Problem problem = Problem.of(given);
        INDArray yHat = OffHeap.matrix(problem.scores.dataType(), problem.scores.size(0), problem.scores.size(1));
        Loss.CategoricalCrossentropy loss = new Loss.CategoricalCrossentropy();
        loss.sum(yHat, problem.scores, problem.targets);
        double[] z = problem.reduced((a, y) -> loss.sum(OffHeap.matrix(a.dataType(), a.size(0), 1), a, y));
        return given.outputs().size() == 1 ? List.of(z) : List.of(z, logarithms(given, yHat));
    }

    /** log yHat in the order of the scores. */
    private static double[] logarithms(OnnxCase given, INDArray yHat) {
        Functions.log(yHat, yHat);
        int[] shape = given.input(0).shape();
        int classes = shape[1];
        int places = given.input(0).data().length / shape[0] / classes;
        double[] columns = OffHeap.toDoubles(yHat);
        double[] all = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int c = i % classes;
            int place = i / classes % places;
            int example = i / classes / places;
            all[(example * classes + c) * places + place] = columns[i];
        }
        return all;
    }

    /** Scores are logarithms of probabilities already: -sum y log yHat. */
    private static List<double[]> likelihood(OnnxCase given) {
        return List.of(Problem.of(given).reduced((a, y) -> -Reductions.dot(a, y)));
    }
}
