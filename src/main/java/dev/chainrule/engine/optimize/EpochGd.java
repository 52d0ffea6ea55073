package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import org.jspecify.annotations.Nullable;

/**
 * EPOCH-GD of Hazan and Kale (2014), as stated: its own epochs, whose lengths and rates are {@link EpochLengths}, each beginning
 * from the average of the last one's points; projected on a ball around 0; minibatches drawn with replacement, so that each
 * gradient's mean is grad J. The run ends with the last of its epochs that fits into the steps asked for.
 */
@Formula(
        "theta <- P(theta - eta_k g); T_1 = 4, eta_1 = 1 / lambda; T_(k+1) = 2 T_k, eta_(k+1) = eta_k / 2, from the average of epoch k")
@Help(
        "EPOCH-GD, for strongly convex objectives: no hidden layer, a convex loss, l2 on everything (Hazan and Kale 2014).")
public record EpochGd(
        @Help("Radius of the ball around 0; null takes (2 J(0) / lambda)^(1/2), inside which the minimum must be.")
        @Range(min = 0, openMin = true)
        @Nullable
        Double radius)
        implements OptimizerSpec {
    public EpochGd {
        Member.check(EpochGd.class, radius);
    }

    /** The mean of an epoch's points, and room to take it. */
    @Override
    public int vectors() {
        return 2;
    }

    @Override
    public boolean withReplacement() {
        return true;
    }

    @Override
    public boolean ownRate() {
        return true;
    }

    @Override
    public long totalSteps(long asked) {
        return EpochLengths.total(EpochLengths.within(asked));
    }
}
