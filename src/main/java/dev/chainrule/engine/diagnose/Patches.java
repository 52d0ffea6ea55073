package dev.chainrule.engine.diagnose;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Initializer;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Residual;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * JSON merge patches of a job's spec. A merge patch replaces a list whole, so a change of one layer carries all hidden
 * layers; they stand in the map as records, written by whoever serves the finding.
 */
final class Patches {

    /** Longest step that a deep network of rectifiers was seen to bear, in units of its gradient. */
    private static final double MOST_OF_THE_GRADIENT = 0.1;

    private Patches() {}

    /**
     * Hidden layers with rectifiers and He's initializer in place of squashing activations. A rate that gradients of many decades less
     * could bear would let the cured network overshoot until its rectifiers are dead: steps that follow the gradient become at most a
     * tenth of it, in the long run.
     */
    static Map<String, Object> rectifiers(RunView run) {
        Map<String, Object> patch =
                new HashMap<>(layers(run, d -> d.restarted(new Activation.Relu(), new Initializer.HeNormal())));
        double bearable = run.reach() > 0 ? rounded(MOST_OF_THE_GRADIENT / run.reach()) : Double.POSITIVE_INFINITY;
        if (run.learningRate() > bearable) {
            patch.putAll(learningRate(bearable));
        }
        return patch;
    }

    /** To three digits, as people write rates: 1 - 0.9 is no tenth in binary. */
    private static double rounded(double rate) {
        return new BigDecimal(rate).round(new MathContext(3)).doubleValue();
    }

    /** The given share of the learning rate. */
    static Map<String, Object> learningRate(double rate) {
        return Map.of("training", Map.of("optimizer", Map.of("learningRate", rate)));
    }

    /** A tenth of the learning rate, the gradient clipped to norm 1, weights from a scaled initializer. */
    static Map<String, Object> calmer(RunView run) {
        return clipped(run, changed(run, Patches::rescaled), true);
    }

    /** The same at the rate as it is, where the first weights were the fault; where they were scaled already, {@link #calmer}. */
    static Map<String, Object> scaled(RunView run) {
        List<LayerSpec> scaled = changed(run, Patches::rescaled);
        return clipped(run, scaled, scaled.equals(run.specs()));
    }

    private static Map<String, Object> clipped(RunView run, List<LayerSpec> layers, boolean slower) {
        Map<String, Object> patch = new HashMap<>(model(layers));
        if (run.hasLearningRate()) {
            Map<String, Object> training = new HashMap<>(Map.of("clip", Map.of("norm", 1.0)));
            if (slower) {
                training.put("optimizer", Map.of("learningRate", run.learningRate() / 10));
            }
            patch.put("training", training);
        }
        return patch;
    }

    /** Hidden layers with a leaky rectifier, which cannot die, at a tenth of the learning rate. */
    static Map<String, Object> leaky(RunView run) {
        Map<String, Object> patch = new HashMap<>(layers(
                run,
                d -> d.activation() instanceof Activation.Relu
                        ? d.restarted(new Activation.LeakyRelu(0.01), new Initializer.HeNormal())
                        : d));
        if (run.hasLearningRate()) {
            patch.putAll(learningRate(run.learningRate() / 10));
        }
        return patch;
    }

    private static Map<String, Object> layers(RunView run, UnaryOperator<Dense> change) {
        return model(changed(run, change));
    }

    private static Map<String, Object> model(List<LayerSpec> layers) {
        return Map.of("model", Map.of("layers", layers));
    }

    private static List<LayerSpec> changed(RunView run, UnaryOperator<Dense> change) {
        return run.specs().stream().map(l -> changed(l, change)).toList();
    }

    /** A layer, or those inside it, changed where dense. */
    private static LayerSpec changed(LayerSpec layer, UnaryOperator<Dense> change) {
        return switch (layer) {
            case Dense dense -> change.apply(dense);
            case Residual residual -> residual.map(part -> changed(part, change));
            default -> layer;
        };
    }

    private static Dense rescaled(Dense d) {
        return d.restarted(
                d.activation(),
                d.activation() instanceof Activation.Relu
                        ? new Initializer.HeNormal()
                        : new Initializer.GlorotUniform());
    }
}
