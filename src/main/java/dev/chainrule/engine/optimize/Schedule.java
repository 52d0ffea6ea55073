package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** The learning rate's factor at each step. */
public sealed interface Schedule {

    /**
     * The factor on alpha of one update.
     *
     * @param step t, updates made before this one, from 0
     * @param totalSteps T, updates of the whole run
     * @return 1 is the full rate
     */
    double at(long step, long totalSteps);

    @Formula("alpha_t = alpha")
    @Help("The same rate throughout.")
    record Constant() implements Schedule {
        @Override
        public double at(long step, long totalSteps) {
            return 1;
        }
    }

    @Formula("alpha_t = alpha factor^floor(t / every)")
    @Help("Falls by a factor each so many steps.")
    record Step(
            @Help("Factor of each fall.") @Default("0.1") @Range(min = 0, openMin = true, max = 1)
            double factor,

            @Help("Steps between falls.") @Default("1000") @Range(min = 1)
            long every)
            implements Schedule {
        public Step {
            Member.check(Step.class, factor, every);
        }

        @Override
        public double at(long step, long totalSteps) {
            return Math.pow(factor, step / every);
        }
    }

    @Formula("alpha_t = alpha (floor + (1 - floor) (1 + cos(pi t / T)) / 2)")
    @Help("Half a cosine from the full rate to the floor over the whole run (Loshchilov and Hutter 2017).")
    record Cosine(
            @Help("Share of the rate left at the end.") @Default("0") @Range(min = 0, max = 1)
            double floor) implements Schedule {
        public Cosine {
            Member.check(Cosine.class, floor);
        }

        @Override
        public double at(long step, long totalSteps) {
            return floor + (1 - floor) * (1 + Math.cos(Math.PI * step / totalSteps)) / 2;
        }
    }
}
