package dev.chainrule.engine.diagnose;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Do most units of a layer pass no gradient whatever the input? A rectifier that is zero for every example never comes back
 * (Maas, Hannun and Ng 2013), and neither does a unit that squashes every example to its bound.
 */
public final class DeadUnits implements Diagnostic {

    private final RunView run;
    private final Majority dead;
    private boolean said;

    public DeadUnits(RunView run) {
        this.run = run;
        dead = new Majority(run.lastHidden() + 1);
    }

    @Override
    public void remember(Notes notes) {
        dead.remember(notes);
        said = notes.keep(said);
    }

    @Override
    public @Nullable Finding onStep(StepView step) {
        int layer = said ? -1 : dead.note(step.deadFraction, step.step);
        if (layer < 0) {
            return null;
        }
        said = true;
        double share = step.deadFraction[layer];
        return new Finding(
                "DEAD_UNITS",
                share > 0.99 ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                run.name(layer),
                dead.since(layer),
                Map.of("deadFraction", share),
                String.format(
                        Locale.ROOT,
                        "The derivative f'(a) of %.0f %% of the units of %s is 0 for every example of a batch: they get"
                                + " no gradient and cannot recover.",
                        100 * share,
                        run.name(layer)),
                Patches.leaky(run));
    }
}
