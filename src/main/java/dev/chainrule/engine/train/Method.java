package dev.chainrule.engine.train;

import dev.chainrule.engine.catalog.CodePlace;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.optimize.AveragedSgd;
import dev.chainrule.engine.optimize.EpochGd;
import dev.chainrule.engine.optimize.Lbfgs;
import dev.chainrule.engine.optimize.LeastSquares;
import dev.chainrule.engine.optimize.NewtonCg;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.QuasiNewton;
import dev.chainrule.engine.optimize.StepNorms;
import dev.chainrule.engine.optimize.Svrg;
import dev.chainrule.engine.optimize.TruncatedNewton;
import dev.chainrule.engine.optimize.UpdateRule;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer at work in a run: which gradients a step asks the source for, and what it makes of them. Each step is
 * {@link #propagate}, {@link #measure}, {@link #update}, in this order.
 */
sealed interface Method extends StepNorms, AutoCloseable
        permits RuleMethod, AveragedSgdMethod, SvrgMethod, EpochGdMethod, LineSearchMethod, ClosedFormMethod {

    /** The method of a run's optimizer. */
    static Method of(Workbench bench) {
        OptimizerSpec spec = bench.training().optimizer();
        return switch (spec) {
            case UpdateRule rule -> new RuleMethod(rule, bench);
            case AveragedSgd sgd -> new AveragedSgdMethod(sgd, bench);
            case Svrg svrg -> new SvrgMethod(svrg, bench);
            case EpochGd epochs -> new EpochGdMethod(epochs, bench);
            case Lbfgs lbfgs -> LineSearchMethod.of(lbfgs, bench);
            case NewtonCg newton -> LineSearchMethod.of(newton, bench);
            case LeastSquares closed -> new ClosedFormMethod(bench);
        };
    }

    /** The source that computes an optimizer's updates. */
    static CodePlace place(OptimizerSpec spec) {
        return switch (spec) {
            case UpdateRule rule -> CodePlace.of(rule, "update");
            case AveragedSgd sgd -> CodePlace.of(AveragedSgdMethod.class, "update");
            case Svrg svrg -> CodePlace.of(SvrgMethod.class, "propagate");
            case EpochGd epochs -> CodePlace.of(EpochGdMethod.class, "update");
            case Lbfgs lbfgs -> CodePlace.of(QuasiNewton.class, "aim");
            case NewtonCg newton -> CodePlace.of(TruncatedNewton.class, "aim");
            case LeastSquares closed -> CodePlace.of(ClosedFormMethod.class, "solve");
        };
    }

    /** Prepares the first step of a run that was not resumed; theta may be moved. */
    default void start() {}

    /** gradient <- what step t goes by, at theta; the layers and the source then stand at theta, too. */
    void propagate(long t);

    /** Takes the gradient's norms; false where one is not finite. */
    boolean measure();

    /** theta <- the point after step t. */
    void update(long t);

    /** Length of step t, just made: what the gradient, or the direction, was multiplied with. */
    double rate(long t);

    /** Gradients of single examples taken since this was last asked; a product with the Hessian counts as two. Asked once a step. */
    long gradients();

    /** Whether the last step found nothing more to do. */
    default boolean converged() {
        return false;
    }

    /** What is worth saying of step t, just made. */
    default List<Finding> findings(long t) {
        return List.of();
    }

    /** Puts the answer so far into theta, where it is another point. */
    default void showAnswer() {}

    /** Puts theta back after {@link #showAnswer}. */
    default void hideAnswer() {}

    /** The vectors it remembers between steps; a checkpoint saves them, and restores them by writing here. */
    List<INDArray> memory();

    /** The numbers it remembers between steps; likewise. */
    default double[] numbers() {
        return NONE;
    }

    /** No numbers. */
    double[] NONE = {};

    @Override
    void close();
}
