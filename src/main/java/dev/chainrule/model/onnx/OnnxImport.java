package dev.chainrule.model.onnx;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * A chain of dense layers that somebody else trained.
 *
 * @param columns names of the inputs
 * @param offsets x is (input - offset) / scale
 * @param layers with their activations; k linear outputs, k > 1, are taken for logits and get a softmax
 * @param theta weights and biases in order of the layers: W column by column, then b
 * @param metadata texts of the file, by name
 */
public record OnnxImport(
        List<String> columns,
        double[] offsets,
        double[] scales,
        List<LayerSpec> layers,
        double[] theta,
        Map<String, String> metadata) {

    /** Most learnable numbers. */
    private static final long MOST_PARAMETERS = 50_000_000;

    /**
     * Reads a file: multilayer perceptrons made of MatMul or Gemm, additions, scalings, batch normalization (which becomes part of
     * the layers beside it) and activations that we have. The first output that is such a chain is taken.
     *
     * @param file only read
     * @throws OnnxFaultException where it is no ONNX, or something else than that
     */
    public static OnnxImport read(byte[] file) throws OnnxFaultException {
        OnnxSource source = OnnxSource.read(file);
        Operators operators = new Operators(source);
        for (String output : source.outputs()) {
            Chain chain = operators.chain(output);
            if (chain != null && !chain.links().isEmpty()) {
                return of(chain, source.metadata());
            }
        }
        String last = source.outputs().isEmpty() ? "" : source.outputs().getLast();
        throw OnnxFaultException.unsupported(operators.reason(last));
    }

    private static OnnxImport of(Chain chain, Map<String, String> metadata) throws OnnxFaultException {
        if (!chain.after().isIdentity()) {
            throw OnnxFaultException.unsupported("The last activation is scaled or shifted.");
        }
        long parameters = chain.links().stream()
                .mapToLong(link -> (long) link.w().length + link.b().length)
                .sum();
        if (parameters > MOST_PARAMETERS) {
            throw OnnxFaultException.tooLarge(parameters + " parameters are more than " + MOST_PARAMETERS + ".");
        }
        List<LayerSpec> layers = new ArrayList<>();
        DoubleStream theta = DoubleStream.empty();
        for (int k = 0; k < chain.links().size(); k++) {
            Chain.Link link = chain.links().get(k);
            boolean logits = k == chain.links().size() - 1 && link.units() > 1 && chain.isLinear();
            layers.add(Dense.of(link.units(), logits ? new Activation.Softmax() : link.f()));
            // w is W' row by row, which is W column by column
            theta = DoubleStream.concat(theta, DoubleStream.concat(Arrays.stream(link.w()), Arrays.stream(link.b())));
        }
        double[] numbers = theta.toArray();
        double[] scales = Arrays.stream(chain.scaled().factor()).map(f -> 1 / f).toArray();
        double[] offsets = new double[scales.length];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = -chain.scaled().shift()[i] * scales[i];
        }
        DoubleStream all = DoubleStream.concat(
                Arrays.stream(numbers), DoubleStream.concat(Arrays.stream(scales), Arrays.stream(offsets)));
        if (!all.allMatch(Double::isFinite)) {
            throw OnnxFaultException.unsupported("A number of the model is not finite.");
        }
        return new OnnxImport(chain.columns(), offsets, scales, layers, numbers, metadata);
    }
}
