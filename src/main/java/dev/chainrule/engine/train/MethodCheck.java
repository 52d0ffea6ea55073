package dev.chainrule.engine.train;

import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.SpecFault;
import dev.chainrule.engine.optimize.EpochGd;
import dev.chainrule.engine.optimize.LeastSquares;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an optimizer can do what is asked of it: with this network, these settings, so many examples. */
final class MethodCheck {

    private static final String OPTIMIZER = "/training/optimizer";

    private final RunSpec run;
    private final String name;
    private final List<SpecFault> faults = new ArrayList<>();

    private MethodCheck(RunSpec run) {
        this.run = run;
        name = RunSize.name(run.training().optimizer());
    }

    /** Pointers are below the whole request. */
    static List<SpecFault> faults(RunSpec run, int trainingExamples) {
        MethodCheck check = new MethodCheck(run);
        check.settings();
        switch (run.training().optimizer()) {
            case EpochGd epochs -> check.epochGd(trainingExamples);
            case LeastSquares closed -> check.leastSquares();
            default -> check.repeats();
        }
        return check.faults;
    }

    /** What would otherwise be passed over in silence. */
    private void settings() {
        OptimizerSpec optimizer = run.training().optimizer();
        if (optimizer.ownRate() && !(run.training().schedule() instanceof Schedule.Constant)) {
            add("/training/schedule", "NOT_USED", name + " chooses the length of its steps: it takes no schedule.");
        }
        if (optimizer.ownRate() && run.training().clip() != null) {
            add("/training/clip", "NOT_USED", name + " takes the gradient as it is: it must not be clipped.");
        }
        if (optimizer.withReplacement() && !run.training().shuffle()) {
            add("/training/shuffle", "NOT_USED", name + " draws its batches at random: shuffle cannot be false.");
        }
    }

    private void epochGd(int examples) {
        suits("NOT_STRONGLY_CONVEX", StrongConvexity.obstacle(run.network()));
        long asked = RunSize.askedSteps(run.training(), examples);
        if (run.training().optimizer().totalSteps(asked) == 0) {
            add(
                    "/training/epochs",
                    "TOO_FEW_STEPS",
                    "epoch_gd's first epoch takes 4 steps, here are only " + asked + ".");
        }
    }

    private void leastSquares() {
        suits("NOT_LEAST_SQUARES", ClosedFormMethod.obstacle(run.network()));
    }

    private void repeats() {
        if (!run.training().optimizer().repeatable()) {
            return;
        }
        for (LayerSpec layer : run.network().layers()) {
            if (!layer.repeats()) {
                suits(
                        "NOT_REPEATABLE",
                        "the layer \"" + layer.name()
                                + "\" gives an example another loss each time, or by its neighbors.");
            }
        }
    }

    private void suits(String code, @Nullable String obstacle) {
        if (obstacle != null) {
            add(OPTIMIZER, code, name + " cannot train this: " + obstacle);
        }
    }

    private void add(String pointer, String code, String message) {
        faults.add(new SpecFault(pointer, code, message));
    }
}
