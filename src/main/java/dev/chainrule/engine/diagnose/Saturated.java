package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Do most outputs of a layer lie at the flat ends of its activation, where the derivative is almost zero? */
public final class Saturated implements Diagnostic {

    private final RunView run;
    private final Majority saturated;
    private boolean said;

    public Saturated(RunView run) {
        this.run = run;
        saturated = new Majority(run.lastHidden() + 1);
    }

    @Override
    public void remember(Notes notes) {
        saturated.remember(notes);
        said = notes.keep(said);
    }

    @Override
    public @Nullable Finding onStep(StepView step) {
        int layer = said ? -1 : saturated.note(step.saturatedFraction, step.step);
        if (layer < 0) {
            return null;
        }
        said = true;
        double share = step.saturatedFraction[layer];
        return new Finding(
                "SATURATED",
                Finding.Severity.WARNING,
                run.name(layer),
                saturated.since(layer),
                Map.of("saturatedFraction", share),
                String.format(
                        Locale.ROOT,
                        "%.0f %% of the outputs of %s lie at the flat ends of %s, where its derivative is almost zero:"
                                + " little gradient passes.",
                        100 * share,
                        run.name(layer),
                        run.layers().get(layer).activation()),
                Patches.calmer(run));
    }
}
