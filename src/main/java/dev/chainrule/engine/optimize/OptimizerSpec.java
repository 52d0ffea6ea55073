package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** How a gradient becomes an update of theta. */
public sealed interface OptimizerSpec {

    double learningRate();

    @Formula("theta <- theta - alpha grad J, the gradient taken over all examples")
    @Help("Full-batch gradient descent: one step an epoch, the batch size is ignored.")
    record GradientDescent(
            @Help("Step size alpha.") @Default("0.1") @Range(min = 0, openMin = true, max = 1e6)
            double learningRate) implements OptimizerSpec {
        public GradientDescent {
            Member.check(GradientDescent.class, learningRate);
        }
    }

    @Formula("theta <- theta - alpha g, g the gradient of a minibatch")
    @Help("Stochastic gradient descent.")
    record Sgd(
            @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
            double learningRate) implements OptimizerSpec {
        public Sgd {
            Member.check(Sgd.class, learningRate);
        }
    }

    @Formula("v <- mu v + g; theta <- theta - alpha v")
    @Help("Stochastic gradient descent with heavy-ball momentum (Polyak 1964).")
    record Momentum(
            @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
            double learningRate,

            @Help("Momentum mu.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
            double momentum)
            implements OptimizerSpec {
        public Momentum {
            Member.check(Momentum.class, learningRate, momentum);
        }
    }

    @Formula("v <- mu v + g; theta <- theta - alpha (g + mu v)")
    @Help("Nesterov's accelerated gradient in the form of Sutskever et al. 2013.")
    record Nesterov(
            @Help("Step size alpha.") @Default("0.01") @Range(min = 0, openMin = true, max = 1e6)
            double learningRate,

            @Help("Momentum mu.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
            double momentum)
            implements OptimizerSpec {
        public Nesterov {
            Member.check(Nesterov.class, learningRate, momentum);
        }
    }

    @Formula("m <- b1 m + (1-b1) g; v <- b2 v + (1-b2) g^2; theta <- theta - alpha mHat / (sqrt(vHat) + eps)")
    @Help("Adaptive moments (Kingma and Ba 2015).")
    record Adam(
            @Help("Step size alpha.") @Default("0.001") @Range(min = 0, openMin = true, max = 1e6)
            double learningRate,

            @Help("Decay b1 of the mean.") @Default("0.9") @Range(min = 0, max = 1, openMax = true)
            double beta1,

            @Help("Decay b2 of the square.") @Default("0.999") @Range(min = 0, max = 1, openMax = true)
            double beta2,

            @Help("Added outside the root.") @Default("1e-8") @Range(min = 0, openMin = true)
            double epsilon)
            implements OptimizerSpec {
        public Adam {
            Member.check(Adam.class, learningRate, beta1, beta2, epsilon);
        }
    }
}
