package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does the gradient grow out of hand, from layer to layer on its way down or from step to step? Over depth: ||dJ/da_k||
 * of a hidden layer is {@value #DEPTH} decades over the last hidden layer's. Over time: the gradient norm of a layer is
 * {@value #TIME} decades over its own mean of the first steps (Pascanu, Mikolov and Bengio 2013).
 */
public final class ExplodingGradient implements Diagnostic {

    /** Decades of growth between two hidden layers before it is said. */
    static final double DEPTH = 1.5;

    /** Decades of growth since the first steps before it is said. */
    static final double TIME = 2;

    private static final int WINDOW = 20;
    private static final int FIRST = 5;

    private final RunView run;
    private final Smoothed[] depth;
    private final Smoothed[] start;
    private final Smoothed[] now;
    private final Streak[] overDepth;
    private final Streak[] overTime;
    private boolean said;

    public ExplodingGradient(RunView run) {
        this.run = run;
        int layers = run.layers().size();
        depth = new Smoothed[layers];
        start = new Smoothed[layers];
        now = new Smoothed[layers];
        overDepth = new Streak[layers];
        overTime = new Streak[layers];
        for (int k = 0; k < layers; k++) {
            depth[k] = new Smoothed(WINDOW);
            start[k] = new Smoothed(FIRST);
            now[k] = new Smoothed(FIRST);
            overDepth[k] = new Streak();
            overTime[k] = new Streak();
        }
    }

    @Override
    public @Nullable Finding onStep(StepView step) {
        if (said) {
            return null;
        }
        Finding found = overDepth(step);
        return found == null ? overTime(step) : found;
    }

    private @Nullable Finding overDepth(StepView step) {
        int top = run.lastHidden();
        if (top < 1 || !(step.deltaNorm[top] > 0)) {
            return null;
        }
        for (int k = top - 1; k >= 0; k--) {
            double growth = depth[k].add(Smoothed.decades(step.deltaNorm[k]) - Smoothed.decades(step.deltaNorm[top]));
            if (overDepth[k].note(growth > DEPTH, step.step) >= FIRST) {
                return finding(
                        k,
                        overDepth[k].since(),
                        "decadesOverDepth",
                        growth,
                        String.format(
                                Locale.ROOT,
                                "The gradient grows on its way down: at %s it is %.0f times what %s gets.",
                                run.name(k),
                                Math.pow(10, growth),
                                run.name(top)));
            }
        }
        return null;
    }

    private @Nullable Finding overTime(StepView step) {
        int worst = -1;
        for (int k = 0; k < now.length; k++) {
            double decades = Smoothed.decades(step.layerGradientNorm[k]);
            if (start[k].count() < FIRST) {
                start[k].add(decades);
            }
            now[k].add(decades);
            boolean grown = now[k].mean() - start[k].mean() > TIME;
            boolean held = overTime[k].note(grown, step.step) >= 2;
            if (held && (worst < 0 || now[k].mean() > now[worst].mean())) {
                worst = k;
            }
        }
        if (worst < 0) {
            return null;
        }
        double growth = now[worst].mean() - start[worst].mean();
        return finding(
                worst,
                overTime[worst].since(),
                "decadesOverTime",
                growth,
                String.format(
                        Locale.ROOT,
                        "The gradient of %s has grown to %.2g, %.0f times its first values, and the updates with it.",
                        run.name(worst),
                        Math.pow(10, now[worst].mean()),
                        Math.pow(10, growth)));
    }

    private Finding finding(int layer, long since, String evidence, double growth, String explanation) {
        said = true;
        return new Finding(
                "EXPLODING_GRADIENT",
                Finding.Severity.ERROR,
                run.name(layer),
                since,
                Map.of(evidence, growth),
                explanation,
                Patches.calmer(run));
    }
}
