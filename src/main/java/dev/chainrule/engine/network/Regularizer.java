package dev.chainrule.engine.network;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;
import org.nd4j.linalg.api.ndarray.INDArray;

/** lambda Omega(theta), added to the loss: J = L + lambda Omega. Here Omega stands for the product, strength included. */
public sealed interface Regularizer {

    /** Omega(w). w is only read. */
    double penalty(INDArray w);

    /** dw <- dw + grad Omega(w). dw is overwritten, w is only read. */
    void addGradient(INDArray dw, INDArray w);

    /** out <- out + Hess Omega(w) v. out is overwritten and is neither w nor v, which are only read. */
    void addCurvature(INDArray out, INDArray w, INDArray v);

    @Formula("Omega = lambda sum |w|")
    @Help("Drives small weights to zero.")
    record L1(@Help("Strength.") @Range(min = 0) double lambda) implements Regularizer {
        public L1 {
            Member.check(L1.class, lambda);
        }

        @Override
        public double penalty(INDArray w) {
            return lambda * Reductions.sumOfAbs(w);
        }

        @Override
        public void addGradient(INDArray dw, INDArray w) {
            InPlace.addSign(dw, lambda, w); // lambda sign(w), 0 at 0
        }

        @Override
        public void addCurvature(INDArray out, INDArray w, INDArray v) {
            // 0 almost everywhere
        }
    }

    @Formula("Omega = lambda sum w^2")
    @Help("Keeps weights small (weight decay through the gradient).")
    record L2(@Help("Strength.") @Range(min = 0) double lambda) implements Regularizer {
        public L2 {
            Member.check(L2.class, lambda);
        }

        @Override
        public double penalty(INDArray w) {
            return lambda * Reductions.sumOfSquares(w);
        }

        @Override
        public void addGradient(INDArray dw, INDArray w) {
            InPlace.axpy(dw, 2 * lambda, w);
        }

        @Override
        public void addCurvature(INDArray out, INDArray w, INDArray v) {
            InPlace.axpy(out, 2 * lambda, v);
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

        @Override
        public double penalty(INDArray w) {
            return l1 * Reductions.sumOfAbs(w) + l2 * Reductions.sumOfSquares(w);
        }

        @Override
        public void addGradient(INDArray dw, INDArray w) {
            InPlace.addSign(dw, l1, w);
            InPlace.axpy(dw, 2 * l2, w);
        }

        @Override
        public void addCurvature(INDArray out, INDArray w, INDArray v) {
            InPlace.axpy(out, 2 * l2, v);
        }
    }
}
