package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import org.jspecify.annotations.Nullable;

/** Bounds on the gradient before the update: each element to [-value, value], then the whole to the norm. */
@Help("Bounds on the gradient before the update.")
public record Clip(
        @Help("Largest norm of the whole gradient.") @Range(min = 0, openMin = true) @Nullable
        Double norm,

        @Help("Largest absolute value of an element.") @Range(min = 0, openMin = true) @Nullable
        Double value) {
    public Clip {
        Member.check(Clip.class, norm, value);
    }
}
