package dev.chainrule.engine.optimize;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/**
 * The learning rate's factor at each step. Never negative, and continuous in t but for {@link Step}. A schedule that knows its end
 * (cosine, polynomial, one_cycle) reaches it at t = T, one step after the last, and stays there.
 */
public sealed interface Schedule {

    /**
     * The factor on alpha of one update.
     *
     * @param step t, updates made before this one, from 0
     * @param totalSteps T, updates of the whole run, at least 1
     * @return 1 is the full rate
     */
    double at(long step, long totalSteps);

    /** t / T, at most 1. */
    private static double share(long step, long totalSteps) {
        return Math.min(1, (double) step / totalSteps);
    }

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

    /** Keras' {@code ExponentialDecay(decay_rate, decay_steps)}; PyTorch's {@code ExponentialLR} with one step an epoch. */
    @Formula("alpha_t = alpha factor^(t / every)")
    @Help("Falls by a factor each so many steps, a little at every step.")
    record Exponential(
            @Help("Factor over so many steps.") @Default("0.5") @Range(min = 0, openMin = true, max = 1)
            double factor,

            @Help("Steps of one such fall.") @Default("1000") @Range(min = 1)
            long every)
            implements Schedule {
        public Exponential {
            Member.check(Exponential.class, factor, every);
        }

        @Override
        public double at(long step, long totalSteps) {
            return Math.pow(factor, (double) step / every);
        }
    }

    /**
     * The rate for which stochastic approximation converges: its sum diverges, that of its squares does not. Keras' {@code
     * InverseTimeDecay}; {@code lr_decay} of PyTorch's and {@code decay_factor} of ONNX' Adagrad are decay / every.
     */
    @Formula("alpha_t = alpha / (1 + decay t / every)")
    @Help("Falls as one over time (Robbins and Monro 1951).")
    record InverseTime(
            @Help("Rate of the fall.") @Default("1") @Range(min = 0, max = 1e6)
            double decay,

            @Help("Steps in one unit of time.") @Default("1000") @Range(min = 1)
            long every)
            implements Schedule {
        public InverseTime {
            Member.check(InverseTime.class, decay, every);
        }

        @Override
        public double at(long step, long totalSteps) {
            return 1 / (1 + decay * step / every);
        }
    }

    /** Keras' {@code PolynomialDecay} over the whole run. */
    @Formula("alpha_t = alpha (floor + (1 - floor) (1 - t / T)^power)")
    @Help("From the full rate to the floor over the whole run; linear with power 1.")
    record Polynomial(
            @Help("1 is a straight line, 2 falls early.") @Default("1") @Range(min = 0, openMin = true, max = 100)
            double power,

            @Help("Share of the rate left at the end.") @Default("0") @Range(min = 0, max = 1)
            double floor)
            implements Schedule {
        public Polynomial {
            Member.check(Polynomial.class, power, floor);
        }

        @Override
        public double at(long step, long totalSteps) {
            return floor + (1 - floor) * Math.pow(1 - share(step, totalSteps), power);
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
            return floor + (1 - floor) * (1 + Math.cos(Math.PI * share(step, totalSteps))) / 2;
        }
    }

    /**
     * Smith and Topin's (2019) one cycle: up in a straight line, then down to far below the start. alpha is the peak, PyTorch's {@code
     * max_lr}; the defaults are those of PyTorch and fast.ai, but for their curves, which are half cosines. Momentum stays as it is.
     */
    @Formula(
            "s = t / T; alpha_t = alpha (start + (1 - start) s / rise), after s = rise: alpha (end + (1 - end) (1 - s) / (1 - rise))")
    @Help("Up to the full rate in a straight line, then down to almost nothing (Smith and Topin 2019).")
    record OneCycle(
            @Help("Share of the run in which the rate rises.")
            @Default("0.3")
            @Range(min = 0, openMin = true, max = 1, openMax = true)
            double rise,

            @Help("Share of the rate at the start.") @Default("0.04") @Range(min = 0, openMin = true, max = 1)
            double start,

            @Help("Share of the rate at the end.") @Default("4e-6") @Range(min = 0, max = 1)
            double end)
            implements Schedule {
        public OneCycle {
            Member.check(OneCycle.class, rise, start, end);
        }

        @Override
        public double at(long step, long totalSteps) {
            double s = share(step, totalSteps);
            return s < rise ? start + (1 - start) * s / rise : end + (1 - end) * (1 - s) / (1 - rise);
        }
    }

    /**
     * Gradual warm-up (Goyal et al. 2017). The first step already moves; the W-th is the first at the full rate. A run no longer than W
     * only warms up.
     */
    @Formula("alpha_t = alpha (t + 1) / W then(0), from t = W on: alpha then(t - W) over the T - W steps left")
    @Help("Rises in a straight line over the first steps, then follows another schedule (Goyal et al. 2017).")
    record Warmup(
            @Help("Steps of the rise, W.") @Default("100") @Range(min = 1)
            long steps,

            @Help("What follows it.") @Default("constant") Schedule then)
            implements Schedule {
        public Warmup {
            Member.check(Warmup.class, steps, then);
        }

        @Override
        public double at(long step, long totalSteps) {
            long left = Math.max(1, totalSteps - steps);
            return step < steps ? then.at(0, left) * (step + 1) / steps : then.at(step - steps, left);
        }
    }
}
