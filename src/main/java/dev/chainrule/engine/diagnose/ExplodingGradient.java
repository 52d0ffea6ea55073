package dev.chainrule.engine.diagnose;

import java.util.Arrays;
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

    /** Measurements in a row; where the first of them is among as many first ones of the run, its first weights are the fault. */
    private static final int FIRST = 5;

    private final RunView run;
    private final DepthProfile depth;
    private final Streak[] overDepth;
    private final double[] start;
    private final double[] bound;
    private final Smoothed update = new Smoothed(3);
    private double firstLoss = Double.NaN;
    private boolean said;

    public ExplodingGradient(RunView run) {
        this.run = run;
        int layers = run.layers().size();
        start = new double[layers];
        Arrays.fill(start, Double.NaN);
        bound = start.clone();
        depth = new DepthProfile(run);
        overDepth = Streak.each(layers);
    }

    @Override
    public void remember(Notes notes) {
        depth.remember(notes);
        Streak.remember(overDepth, notes);
        notes.keep(start);
        Arrays.setAll(bound, k -> bound(start[k]));
        update.remember(notes);
        firstLoss = notes.keep(firstLoss);
        said = notes.keep(said);
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
        if (!depth.add(step)) {
            return null;
        }
        int top = depth.top();
        for (int k = top - 1; k >= 0; k--) {
            double growth = depth.decades(k);
            if (overDepth[k].note(growth > DEPTH, step.step) >= FIRST) {
                String sentence = "The gradient grows on its way down: at %s it is %.0f times what %s gets.";
                return finding(
                        k,
                        overDepth[k].since(),
                        Map.of("decadesOverDepth", growth),
                        String.format(Locale.ROOT, sentence, run.name(k), Math.pow(10, growth), run.name(top)),
                        depth.measurements(k) < 2 * FIRST ? Patches.scaled(run) : Patches.calmer(run));
            }
        }
        return null;
    }

    /** A norm not above this one has not risen {@value #TIME} decades: most steps need no logarithm. */
    private static double bound(double start) {
        return 0.999 * Math.pow(10, start + TIME);
    }

    private @Nullable Finding overTime(StepView step) {
        int worst = -1;
        double most = TIME;
        for (int k = 0; k < start.length; k++) {
            double now = step.layerGradientNorm[k];
            if (Double.isNaN(start[k]) && now > 0) {
                start[k] = Smoothed.decades(now);
                bound[k] = bound(start[k]);
            }
            double growth = now > bound[k] ? Smoothed.decades(now) - start[k] : 0;
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
                        Locale.ROOT, sentence, run.name(worst), step.layerGradientNorm[worst], Math.pow(10, most)),
                Patches.calmer(run));
    }

    private @Nullable Finding throughUpdates(StepView step) {
        firstLoss = Double.isNaN(firstLoss) ? step.loss : firstLoss;
        int worst = step.mostUpdated();
        double ratio = update.add(step.updateRatio[worst]);
        if (!run.hasLearningRate()) {
            return null; // a method that proves its steps may begin with long ones
        }
        if (!(ratio > UPDATE && step.loss > 2 * firstLoss && !(step.loss < 2 * run.baselineLoss()))) {
            return null;
        }
        String sentence = "Each step replaces %.0f %% of the weights of %s while the loss went from %.3g to %.3g.";
        return finding(
                worst,
                step.step,
                Map.of("updateRatio", ratio, "loss", step.loss, "firstLoss", firstLoss),
                String.format(Locale.ROOT, sentence, 100 * ratio, run.name(worst), firstLoss, step.loss),
                Patches.calmer(run));
    }

    private Finding finding(
            int layer, long since, Map<String, Double> evidence, String explanation, Map<String, Object> patch) {
        said = true;
        return new Finding(
                "EXPLODING_GRADIENT", Finding.Severity.ERROR, run.name(layer), since, evidence, explanation, patch);
    }
}
