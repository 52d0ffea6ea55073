package dev.chainrule.engine.diagnose;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All diagnostics of one run. The trainer feeds it; what is found goes to a consumer, each finding once. Not thread-safe.
 */
public final class Diagnosis {

    private final Diagnostic[] diagnostics;
    private final Consumer<Finding> found;
    private final RunView run;

    /** Every permitted {@link Diagnostic}, new for this run. */
    public Diagnosis(RunView run, Consumer<Finding> found) {
        this.run = run;
        this.found = found;
        List<Diagnostic> all = new ArrayList<>();
        for (Class<?> type : Diagnostic.class.getPermittedSubclasses()) {
            all.add(create(type.asSubclass(Diagnostic.class), run));
        }
        diagnostics = all.toArray(Diagnostic[]::new);
    }

    private static Diagnostic create(Class<? extends Diagnostic> type, RunView run) {
        try {
            return type.getConstructor(RunView.class).newInstance(run);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " failed for " + run, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " needs a public constructor of a RunView", e);
        }
    }

    /** What all diagnostics remember, noted or taken back. */
    public void remember(Notes notes) {
        for (Diagnostic d : diagnostics) {
            d.remember(notes);
        }
    }

    /** Looks at a step; allocates nothing unless something is found. */
    public void onStep(StepView step) {
        for (Diagnostic d : diagnostics) {
            tell(d.onStep(step));
        }
    }

    /** Looks at the end of an epoch. */
    public void onEpoch(EpochView epoch) {
        for (Diagnostic d : diagnostics) {
            tell(d.onEpoch(epoch));
        }
    }

    /**
     * Says that a number stopped being finite.
     *
     * @param layer the first layer with such a number, null where the loss itself overflowed
     */
    public void onDiverged(long step, @Nullable String layer, String reason) {
        tell(new Finding(
                "DIVERGED",
                Finding.Severity.ERROR,
                layer,
                step,
                run.hasLearningRate() ? Map.of("learningRate", run.learningRate()) : Map.of(),
                String.format(
                        Locale.ROOT,
                        "At step %d %s. Numbers that are not finite never become finite again, so training ended; the"
                                + " parameters before this step are kept.",
                        step,
                        reason),
                Patches.calmer(run)));
    }

    private void tell(@Nullable Finding finding) {
        if (finding != null) {
            found.accept(finding);
        }
    }
}
