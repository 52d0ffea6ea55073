package dev.chainrule.engine.train;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** What a run reports, and how often. */
@Help("What a run reports, and how often.")
public record MonitorSpec(
        @Help("Steps between rows of the step series.") @Default("1") @Range(min = 1)
        int every,

        @Help("Activation statistics.") @Default("{\"every\":10}")
        Every activations,

        @Help("Histograms of weights, gradients, activations and updates, at the first step too.")
        @Default("{\"every\":100}")
        Every histograms) {
    public MonitorSpec {
        Member.check(MonitorSpec.class, every, activations, histograms);
    }

    /** A period in steps. */
    @Help("A period in steps.")
    public record Every(
            @Help("Steps between reports; 0 is never.") @Default("0") @Range(min = 0)
            int every) {
        public Every {
            Member.check(Every.class, every);
        }
    }
}
