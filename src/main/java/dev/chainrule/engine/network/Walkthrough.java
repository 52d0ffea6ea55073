package dev.chainrule.engine.network;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.Slot;
import dev.chainrule.engine.catalog.CodePlace;
import dev.chainrule.engine.catalog.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Algorithms 6.3 and 6.4 for one batch, done by the network's own layers in their own order, with every intermediate result written
 * down. The numbers are the bits that {@link Network#forward} and {@link Network#backward} compute with: afterwards the network
 * stands as after those two. Copies everything to the heap; for small networks.
 */
public final class Walkthrough {

    private static final String NORMALIZATION = "h <- scale * (h_prev - mean) / sqrt(variance + epsilon) + offset";

    private final Network network;
    private final Parameters parameters;
    private final List<Layer> layers;
    private final List<LayerSpec> specs;
    private final Criterion criterion;
    private final List<WorkedLine> lines = new ArrayList<>();

    private int k;

    private Walkthrough(Network network) {
        this.network = network;
        parameters = network.parameters();
        layers = network.layers;
        criterion = network.criterion;
        specs = network.spec().layers();
    }

    /**
     * Walks once through a batch.
     *
     * @param x (inputs, m); only read
     * @param y (outputs, m); only read
     */
    public static List<WorkedLine> of(Network network, INDArray x, INDArray y) {
        Walkthrough walk = new Walkthrough(network);
        walk.require(x, y);
        INDArray top = walk.forward(x);
        walk.objective(top, y);
        walk.backward(top, y);
        return List.copyOf(walk.lines);
    }

    /** Numbers that a walk through a batch of m examples writes down, at most. */
    public static long numbers(NetworkSpec spec, long m) {
        long rows = spec.inputs();
        long perExample = spec.inputs() + 3 * spec.outputs();
        for (LayerSpec layer : spec.layers()) {
            perExample += layer.numbersPerExample(rows);
            rows = layer.outputs(rows);
        }
        return 3 * spec.parameters() + perExample * m + 3;
    }

    private void require(INDArray x, INDArray y) {
        CodePlace reader = CodePlace.of(network, "forward");
        add(Statement.X, null, "x", x, reader);
        add(Statement.Y, null, "y", y, reader);
        for (Slot slot : parameters.slots()) {
            String layer = layerOf(slot);
            k = numberOf(layer);
            add(Statement.PARAMETER, layer, symbolOf(slot), parameters.view(parameters.theta(), slot.name()), reader);
        }
    }

    /** Algorithm 6.3, lines 1 to 5. */
    private INDArray forward(INDArray x) {
        INDArray h = x;
        for (k = 1; k <= layers.size(); k++) {
            Layer layer = layers.get(k - 1);
            h = layer.forward(h, Mode.TRAINING);
            boolean last = k == layers.size();
            for (Probe probe : layer.probes()) {
                CodePlace code = CodePlace.of(probe, "forward", "matmul");
                if (!probe.hasWeights()) {
                    lines.add(line(Statement.H, probe.name(), "h" + suffix(layer, probe), probe.h(), code)
                            .saying(NORMALIZATION));
                    continue;
                }
                add(Statement.A, probe.name(), "a" + suffix(layer, probe), probe.a(), code);
                if (!(last && fused())) { // else yHat is made with the loss
                    CodePlace f = CodePlace.of(probe.activation(), "value");
                    add(Statement.H, probe.name(), "h" + suffix(layer, probe), probe.h(), f);
                }
            }
            if (!isProbe(layer)) {
                CodePlace code = CodePlace.of(layer, "forward");
                lines.add(line(Statement.H, name(), "h_" + k, h, code).saying(formula()));
            }
        }
        return h;
    }

    /** Algorithm 6.3, lines 6 and 7. */
    private void objective(INDArray top, INDArray y) {
        Loss loss = network.spec().loss();
        double data = criterion.sum(top, y) / y.size(1);
        double penalty = network.penalty();
        k = layers.size();
        INDArray yHat = criterion.lastYHat(top);
        if (fused()) {
            add(Statement.H, name(), "h_" + k, yHat, CodePlace.of(loss, "sum"));
        }
        add(Statement.OUTPUT, name(), "yHat", yHat, CodePlace.of(network, "yHat"));
        k = 0;
        add(Statement.LOSS, "L", data, CodePlace.of(loss, "sum"));
        add(Statement.PENALTY, "lambda Omega", penalty, CodePlace.of(network, "penalty"));
        add(Statement.OBJECTIVE, "J", data + penalty, CodePlace.of(network, "forward", "sum"));
    }

    /** Algorithm 6.4. */
    private void backward(INDArray top, INDArray y) {
        network.startGradient();
        penaltyGradients();
        INDArray g = criterion.gradient(top, y, 1.0 / y.size(1));
        k = layers.size();
        CodePlace code = CodePlace.of(network.spec().loss(), "gradient");
        String text = fused()
                ? "g <- grad_(a_l) J, through the loss and the output's f at once"
                : Statement.LOSS_GRADIENT.text();
        String symbol = fused() ? "dJ/da_" + k : "dJ/dyHat";
        lines.add(line(Statement.LOSS_GRADIENT, name(), symbol, g, code).saying(text));
        for (; k >= 1; k--) {
            g = backward(layers.get(k - 1), g);
        }
    }

    private INDArray backward(Layer layer, INDArray g) {
        INDArray below = g;
        if (k > 1) {
            below = layer.backward(g);
        } else {
            layer.backwardParameters(g);
        }
        List<Probe> probes = layer.probes().reversed();
        for (Probe probe : probes) {
            if (probe.hasWeights() && !(k == layers.size() && fused())) {
                CodePlace f = CodePlace.of(probe.activation(), "backward");
                add(Statement.DELTA, probe.name(), "dJ/da" + suffix(layer, probe), probe.delta(), f);
            }
        }
        gradients(layer);
        if (k > 1) {
            CodePlace code = CodePlace.of(layer, "backward", "matmulTransposeLeft");
            String text = isProbe(layer) ? Statement.INNER.text() : "g <- grad_(h_(k-1)) J = J' g, through this layer";
            lines.add(line(Statement.INNER, name(), "dJ/dh_" + (k - 1), below, code)
                    .saying(text));
        }
        return below;
    }

    private void gradients(Layer layer) {
        for (Slot slot : parameters.slots().reversed()) { // the bias before the weights, as the book has it
            String owner = layerOf(slot);
            if (numberOf(owner) == k) {
                boolean bias = slot.name().endsWith(".bias");
                Statement statement = bias ? Statement.BIAS_GRADIENT : Statement.WEIGHT_GRADIENT;
                String call = bias ? "addRowSums" : "addMatmulTransposeRight";
                CodePlace code = CodePlace.of(layer, "backwardParameters", call);
                String symbol = symbolOf(slot);
                WorkedLine line = line(statement, owner, "dJ/d" + symbol, gradient(slot), code);
                boolean inBook = symbol.startsWith("W") || symbol.startsWith("b");
                lines.add(inBook ? line : line.saying("grad_(" + symbol + ") J"));
            }
        }
    }

    private void penaltyGradients() {
        if (!network.penalized()) {
            return; // what stands in the gradient is of the pass before, and is written over
        }
        CodePlace code = CodePlace.of(Penalties.class, "addGradient");
        for (Slot slot : parameters.slots()) {
            INDArray gradient = gradient(slot);
            boolean penalized = false;
            for (double value : OffHeap.toDoubles(gradient)) {
                penalized |= value != 0;
            }
            if (penalized) {
                k = numberOf(layerOf(slot));
                String symbol = "lambda dOmega/d" + symbolOf(slot);
                add(Statement.PENALTY_GRADIENT, layerOf(slot), symbol, gradient, code);
            }
        }
    }

    private INDArray gradient(Slot slot) {
        return parameters.view(parameters.gradient(), slot.name());
    }

    private boolean fused() {
        return network.spec().loss() instanceof Loss.OfLogits;
    }

    private String name() {
        return NetworkSpec.nameOf(specs.get(k - 1));
    }

    private String formula() {
        return Member.of(((Record) specs.get(k - 1)).getClass()).formula();
    }

    /** Whether a layer is all that it shows, as a dense one is. */
    private static boolean isProbe(Layer layer) {
        return layer instanceof Probe;
    }

    /** _k for layer k, the name in parentheses for a part of it. */
    private String suffix(Layer layer, Probe probe) {
        return isProbe(layer) ? "_" + k : "(" + probe.name() + ")";
    }

    private static String layerOf(Slot slot) {
        return slot.name().substring(0, slot.name().lastIndexOf('.'));
    }

    /** W_k and b_k; other arrays, and those of a layer's parts, by their own names. */
    private String symbolOf(Slot slot) {
        int number = numberOf(layerOf(slot));
        boolean whole = layerOf(slot).equals(NetworkSpec.nameOf(specs.get(number - 1)));
        String array = slot.name().substring(slot.name().lastIndexOf('.') + 1);
        return switch (array) {
            case "weight" -> whole ? "W_" + number : "W(" + layerOf(slot) + ")";
            case "bias" -> whole ? "b_" + number : "b(" + layerOf(slot) + ")";
            default -> whole ? array + "_" + number : array + "(" + layerOf(slot) + ")";
        };
    }

    /** Number of the layer of the network that a name is of, or lies in. */
    private int numberOf(String layer) {
        Parameters.Layout layout = Parameters.layout();
        long rows = network.spec().inputs();
        for (int i = 0; i < specs.size(); i++) {
            int before = layout.slots().size();
            specs.get(i).reserve(layout, rows);
            rows = specs.get(i).outputs(rows);
            boolean here = layout.slots().stream()
                    .skip(before)
                    .anyMatch(slot -> layerOf(slot).equals(layer));
            if (here) {
                return i + 1;
            }
        }
        throw new IllegalStateException("no layer holds " + layer);
    }

    private void add(Statement statement, @Nullable String layer, String symbol, INDArray values, CodePlace code) {
        lines.add(line(statement, layer, symbol, values, code));
    }

    private WorkedLine line(Statement statement, @Nullable String layer, String symbol, INDArray a, CodePlace code) {
        double[] values = OffHeap.toDoubles(a);
        return new WorkedLine(statement, statement.text(), k, layer, symbol, a.rows(), a.columns(), values, code);
    }

    private void add(Statement statement, String symbol, double value, CodePlace code) {
        lines.add(new WorkedLine(statement, statement.text(), 0, null, symbol, 1, 1, new double[] {value}, code));
    }
}
