package dev.chainrule.engine.train;

/**
 * How well a network does on examples it did not just learn from.
 *
 * @param loss mean of L(yHat, y), without the penalty
 * @param accuracy share of right answers, NaN where answers cannot be right
 */
public record Evaluation(double loss, double accuracy) {

    /** Where there is nothing to judge by. */
    static final Evaluation NONE = new Evaluation(Double.NaN, Double.NaN);
}
