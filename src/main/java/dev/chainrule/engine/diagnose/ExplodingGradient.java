package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does the gradient grow out of hand (Pascanu, Mikolov and Bengio 2013)? It can in three ways:
 *
 * <ul>
 *   <li>over depth: ||dJ/da_k|| of a hidden layer stays {@value #DEPTH} decades over the last hidden layer's;
 *   <li>over time: the gradient norm of a layer rises {@value #TIME} decades over its first value;
 *   <li>through its updates: they are more than {@value #UPDATE} of the weights themselves while the loss more than doubles,
 *       which is how it ends behind activations that squash, where the gradient itself cannot grow.
 * </ul>
 */
public final class ExplodingGradient implements Diagnostic {

    static final double DEPTH = 1.5;
    static final double TIME = 3;
    static final double UPDATE = 0.5;

    private static final int WINDOW = 20;
    private static final int FIRST = 5;

    private final RunView run;
    private final Smoothed[] depth;
    private final Streak[] overDepth;
    private final double[] start;
    private final Smoothed update = new Smoothed(3);
    private double firstLoss = Double.NaN;
    private boolean said;

    public ExplodingGradient(RunView run) {
        this.run = run;
        int layers = run.layers().size();
        start = new double[layers];
        depth = new Smoothed[layers];
        overDepth = new Streak[layers];
        for (int k = 0; k < layers; k++) {
            start[k] = Double.NaN;
            depth[k] = new Smoothed(WINDOW);
            overDepth[k] = new Streak();
        }
    }

    @Override
    public @Nullable Finding onStep(StepView step) {
        if (said) {
            return null;
        }
        Finding found = overTime(step);
        found = found == null ? overDepth(step) : found;
        return found == null ? throughUpdates(step) : found;
    }

    private @Nullable Finding overDepth(StepView step) {
        int top = run.lastHidden();
        if (top < 1 || !(step.deltaNorm[top] > 0)) {
            return null;
        }
        for (int k = top - 1; k >= 0; k--) {
            double growth = depth[k].add(Smoothed.decades(step.deltaNorm[k]) - Smoothed.decades(step.deltaNorm[top]));
            if (overDepth[k].note(growth > DEPTH, step.step) >= FIRST) {
                String sentence = "The gradient grows on its way down: at %s it is %.0f times what %s gets.";
                return finding(
                        k,
                        overDepth[k].since(),
                        Map.of("decadesOverDepth", growth),
                        String.format(Locale.ROOT, sentence, run.name(k), Math.pow(10, growth), run.name(top)));
            }
        }
        return null;
    }

    private @Nullable Finding overTime(StepView step) {
        int worst = -1;
        double most = TIME;
        for (int k = 0; k < start.length; k++) {
            double now = step.layerGradientNorm[k];
            if (Double.isNaN(start[k]) && now > 0) {
                start[k] = Smoothed.decades(now);
            }
            double growth = Smoothed.decades(now) - start[k];
            if (growth > most) {
                most = growth;
                worst = k;
            }
        }
        if (worst < 0) {
            return null;
        }
        String sentence = "The gradient of %s has grown to %.2g, %.2g times its first value.";
        return finding(
                worst,
                step.step,
                Map.of("decadesOverTime", most, "gradientNorm", step.layerGradientNorm[worst]),
                String.format(
                        Locale.ROOT, sentence, run.name(worst), step.layerGradientNorm[worst], Math.pow(10, most)));
    }

    private @Nullable Finding throughUpdates(StepView step) {
        firstLoss = Double.isNaN(firstLoss) ? step.loss : firstLoss;
        int worst = 0;
        for (int k = 1; k < step.updateRatio.length; k++) {
            worst = step.updateRatio[k] > step.updateRatio[worst] ? k : worst;
        }
        double ratio = update.add(step.updateRatio[worst]);
        if (!(ratio > UPDATE && step.loss > 2 * firstLoss && !(step.loss < 2 * run.baselineLoss()))) {
            return null;
        }
        String sentence = "Each step replaces %.0f %% of the weights of %s while the loss went from %.3g to %.3g.";
        return finding(
                worst,
                step.step,
                Map.of("updateRatio", ratio, "loss", step.loss, "firstLoss", firstLoss),
                String.format(Locale.ROOT, sentence, 100 * ratio, run.name(worst), firstLoss, step.loss));
    }

    private Finding finding(int layer, long since, Map<String, Double> evidence, String explanation) {
        said = true;
        return new Finding(
                "EXPLODING_GRADIENT",
                Finding.Severity.ERROR,
                run.name(layer),
                since,
                evidence,
                explanation,
                Patches.calmer(run));
    }
}
