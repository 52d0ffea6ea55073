package dev.chainrule.dataset;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** Which share of the rows is held out. The rest trains. */
@Help("Which share of the rows is held out. The rest trains.")
public record Split(
        @Help("Share of the rows that training is judged by.") @Default("0.2") @Range(min = 0, max = 1, openMax = true)
        double validation,

        @Help("Share of the rows that is judged once, at the end.")
        @Default("0")
        @Range(min = 0, max = 1, openMax = true)
        double test,

        @Help("Whether each part has every class in the same proportion.") @Default("true")
        boolean stratify) {

    public Split {
        Member.check(Split.class, validation, test, stratify);
        if (validation + test >= 1) {
            throw new IllegalArgumentException(
                    "validation " + validation + " and test " + test + " leave nothing to train on");
        }
    }
}
