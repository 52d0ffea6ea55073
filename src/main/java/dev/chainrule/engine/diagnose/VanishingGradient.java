package dev.chainrule.engine.diagnose;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does the gradient die on its way down? Compares ||dJ/da_k|| of each hidden layer with the last hidden layer's, as a
 * moving average of decades, and names the topmost layer from which on it has lost more than {@value #LOST} decades. The
 * loss is split exactly: log ||g_k|| - log ||g_l|| is the sum of the logarithms of the weight gains and activation gains
 * between them (Hochreiter 1991; Glorot and Bengio 2010).
 */
public final class VanishingGradient implements Diagnostic {

    /** Decades lost between two hidden layers before it is said. */
    static final double LOST = 1.5;

    private static final int WINDOW = 20;
    private static final int FIRST = 5;

    private final RunView run;
    private final DepthProfile depth;
    private final Smoothed[] byWeights;
    private final Smoothed[] byActivations;
    private final Streak[] streaks;
    private boolean said;

    public VanishingGradient(RunView run) {
        this.run = run;
        int layers = run.layers().size();
        depth = new DepthProfile(run);
        byWeights = Smoothed.each(layers, WINDOW);
        byActivations = Smoothed.each(layers, WINDOW);
        streaks = Streak.each(layers);
    }

    @Override
    public void remember(Notes notes) {
        depth.remember(notes);
        Smoothed.remember(byWeights, notes);
        Smoothed.remember(byActivations, notes);
        Streak.remember(streaks, notes);
        said = notes.keep(said);
    }

    @Override
    public @Nullable Finding onStep(StepView step) {
        if (said || !depth.add(step)) {
            return null;
        }
        int top = depth.top();
        int found = -1;
        for (int k = top - 1; k >= 0; k--) {
            byActivations[k].add(Smoothed.decades(step.activationGain[k]));
            byWeights[k].add(Smoothed.decades(step.weightGain[k + 1]));
            int held = streaks[k].note(depth.decades(k) < -LOST, step.step);
            if (found < 0 && held >= FIRST) {
                found = k;
            }
        }
        return found < 0 ? null : finding(found, top);
    }

    private Finding finding(int layer, int top) {
        said = true;
        double weights = 0;
        double activations = 0;
        int worst = layer;
        for (int k = layer; k < top; k++) {
            weights += byWeights[k].mean();
            activations += byActivations[k].mean();
            worst = gain(k) < gain(worst) ? k : worst;
        }
        double lost = -depth.decades(layer);
        boolean byActivation = activations < weights;
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("ratio", Math.pow(10, -lost));
        evidence.put("decadesLost", lost);
        evidence.put("decadesByWeights", -weights);
        evidence.put("decadesByActivations", -activations);
        evidence.put("layersBetween", (double) (top - layer));
        String explanation = String.format(
                Locale.ROOT,
                "The gradient that reaches %s is %.2g of what %s gets: %.1f decades lost on the way down, %.1f of them by the"
                        + " %s. Most are lost at %s, so the layers below it hardly learn.",
                run.name(layer),
                Math.pow(10, -lost),
                run.name(top),
                lost,
                Math.max(0, byActivation ? -activations : -weights),
                byActivation ? "derivatives of " + run.layers().get(worst).activation() : "weights",
                run.name(worst));
        return new Finding(
                "VANISHING_GRADIENT",
                Finding.Severity.WARNING,
                run.name(layer),
                streaks[layer].since(),
                evidence,
                explanation,
                Patches.rectifiers(run));
    }

    /** Decades gained between layer k + 1 and layer k; negative where they are lost. */
    private double gain(int k) {
        return byWeights[k].mean() + byActivations[k].mean();
    }
}
