package dev.chainrule.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What can be wrong with a dense layer once the rows of its input are known. */
final class DenseCheck {

    private final Dense spec;
    private final long inputs;
    private final String pointer;
    private final List<SpecFault> faults = new ArrayList<>();

    private DenseCheck(Dense spec, long inputs, String pointer) {
        this.spec = spec;
        this.inputs = inputs;
        this.pointer = pointer;
    }

    static List<SpecFault> of(Dense spec, long inputs, String pointer) {
        DenseCheck check = new DenseCheck(spec, inputs, pointer);
        check.weights();
        check.bias();
        check.softmax();
        return check.faults;
    }

    private void add(String field, String code, String message, Object... numbers) {
        faults.add(new SpecFault(
                pointer + "/" + field, code, "Layer \"" + spec.name() + "\": " + message.formatted(numbers)));
    }

    private void weights() {
        double[][] w = spec.initialWeights();
        if (w == null) {
            return;
        }
        int columns = w.length == 0 ? 0 : w[0].length;
        if (Stream.of(w).anyMatch(row -> row.length != columns)) {
            add("initialWeights", "RAGGED", "initialWeights has rows of different lengths.");
        } else if (w.length != spec.units() || columns != inputs) {
            String message = "initialWeights is %dx%d, %dx%d (units x inputs) is needed.";
            add("initialWeights", "SHAPE_MISMATCH", message, w.length, columns, spec.units(), inputs);
        }
        if (!Stream.of(w).flatMapToDouble(DoubleStream::of).allMatch(Double::isFinite)) {
            add("initialWeights", "NOT_FINITE", "initialWeights holds a value that is not finite.");
        }
    }

    private void bias() {
        double[] b = spec.initialBias();
        if (b != null && b.length != spec.units()) {
            String message = "initialBias has %d values, %d (one a unit) are needed.";
            add("initialBias", "SHAPE_MISMATCH", message, b.length, spec.units());
        }
        if (b != null && !DoubleStream.of(b).allMatch(Double::isFinite)) {
            add("initialBias", "NOT_FINITE", "initialBias holds a value that is not finite.");
        }
        if (b != null && !spec.useBias()) {
            add("initialBias", "NO_BIAS", "initialBias is given, but useBias is false.");
        }
        if (spec.biasRegularizer() != null && !spec.useBias()) {
            add("biasRegularizer", "NO_BIAS", "biasRegularizer is given, but useBias is false.");
        }
    }

    private void softmax() {
        if (spec.activation() instanceof Activation.Softmax && spec.units() == 1) {
            add("activation", "SINGLE_UNIT", "softmax over 1 unit is always 1; use sigmoid, or 2 units or more.");
        }
    }
}
