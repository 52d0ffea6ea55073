package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.Probe;
import dev.chainrule.engine.train.TrainingListener.Histogram;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Histograms of each layer's weights, or the scale of a normalization (after the update), their gradient (before clipping) and update, and its activations h. An
 * array that holds a number that is not finite has none.
 */
final class Histograms implements AutoCloseable {

    private static final int BINS = 32;

    private final Parameters parameters;
    /** theta before the update, then what the update added. */
    private final INDArray update;

    private final List<Layer> layers;

    Histograms(Network network) {
        parameters = network.parameters();
        update = parameters.like();
        layers = network.probes().stream().map(this::layer).toList();
    }

    private Layer layer(Probe probe) {
        String weight = probe.name() + (probe.hasWeights() ? ".weight" : ".scale");
        return new Layer(
                probe,
                parameters.view(parameters.theta(), weight),
                parameters.view(parameters.gradient(), weight),
                parameters.view(update, weight));
    }

    /** Tells what the step's batch shows, and notes theta. */
    void beforeUpdate(TrainingListener listener, long step) {
        InPlace.copy(update, parameters.theta());
        for (Layer layer : layers) {
            String name = layer.probe.name();
            tell(listener, step, name, "gradient", layer.gradient);
            tell(listener, step, name, "activation", layer.probe.h());
        }
    }

    /** Tells what the update made. */
    void afterUpdate(TrainingListener listener, long step) {
        InPlace.subtract(update, parameters.theta(), update);
        for (Layer layer : layers) {
            String name = layer.probe.name();
            tell(listener, step, name, "weight", layer.weight);
            tell(listener, step, name, "update", layer.update);
        }
    }

    private static void tell(TrainingListener listener, long step, String layer, String kind, INDArray values) {
        if (!Reductions.allFinite(values)) {
            return;
        }
        double min = Reductions.min(values);
        double max = Reductions.max(values);
        if (min == max) {
            double half = Math.max(0.5, Math.abs(min) / 2); // one value: a bin around it
            min -= half;
            max += half;
        }
        long[] counts = new long[BINS];
        Reductions.histogram(values, min, max, counts);
        listener.onHistogram(new Histogram(step, layer, kind, min, max, counts));
    }

    @Override
    public void close() {
        update.close();
    }

    private record Layer(Probe probe, INDArray weight, INDArray gradient, INDArray update) {}
}
