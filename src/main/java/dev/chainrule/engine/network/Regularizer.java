package dev.chainrule.engine.network;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;

/** lambda Omega(theta), added to the loss: J = L + lambda Omega. */
public sealed interface Regularizer {

    @Formula("Omega = lambda sum |w|")
    @Help("Drives small weights to zero.")
    record L1(@Help("Strength.") @Range(min = 0) double lambda) implements Regularizer {
        public L1 {
            Member.check(L1.class, lambda);
        }
    }

    @Formula("Omega = lambda sum w^2")
    @Help("Keeps weights small (weight decay through the gradient).")
    record L2(@Help("Strength.") @Range(min = 0) double lambda) implements Regularizer {
        public L2 {
            Member.check(L2.class, lambda);
        }
    }

    @Named("l1_l2")
    @Formula("Omega = l1 sum |w| + l2 sum w^2")
    @Help("Both at once (elastic net).")
    record L1L2(
            @Help("Strength of the absolute values.") @Range(min = 0)
            double l1,

            @Help("Strength of the squares.") @Range(min = 0)
            double l2)
            implements Regularizer {
        public L1L2 {
            Member.check(L1L2.class, l1, l2);
        }
    }
}
