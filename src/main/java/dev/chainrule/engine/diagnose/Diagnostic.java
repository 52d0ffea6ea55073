package dev.chainrule.engine.diagnose;

import org.jspecify.annotations.Nullable;

/**
 * One question asked of a run at every step and epoch, answered in words at most once a run. An instance belongs to one
 * run and one thread. A new diagnostic is one file and a word on the permits line: it needs a constructor that takes a
 * {@link RunView}.
 */
public sealed interface Diagnostic
        permits VanishingGradient,
                ExplodingGradient,
                DeadUnits,
                Saturated,
                LearningRateTooHigh,
                LearningRateTooLow,
                NotLearning,
                Overfitting {

    /** Notes everything it remembers between calls, or takes it back: a run that is resumed finds what one that never stopped finds. */
    void remember(Notes notes);

    /** Looks at a step; allocates nothing unless it found something. */
    default @Nullable Finding onStep(StepView step) {
        return null;
    }

    /** Looks at the end of an epoch. */
    default @Nullable Finding onEpoch(EpochView epoch) {
        return null;
    }
}
