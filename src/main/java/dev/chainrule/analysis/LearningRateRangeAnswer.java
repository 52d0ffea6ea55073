package dev.chainrule.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.engine.train.RateRange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The loss as the rate grows.
 *
 * @param rates, losses, smoothed one a step
 * @param suggested rate at which the smoothed loss falls fastest; null where it never falls
 * @param least rate at which the smoothed loss is least
 * @param diverges first rate at which it is over four times its least, or not finite; null where there was none
 * @param learningRate the job's
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record LearningRateRangeAnswer(
        double[] rates,
        double[] losses,
        double[] smoothed,
        @Nullable Double suggested,
        double least,
        @Nullable Double diverges,
        double learningRate,
        String verdict) {

    static LearningRateRangeAnswer of(RateRange range, double learningRate) {
        return new LearningRateRangeAnswer(
                range.rates(),
                range.losses(),
                range.smoothed(),
                range.steepest(),
                range.least(),
                range.diverges(),
                learningRate,
                verdict(range, learningRate));
    }

    private static String verdict(RateRange range, double rate) {
        Double steepest = range.steepest();
        Double diverges = range.diverges();
        String falls = steepest == null
                ? "The loss falls at no rate of this range"
                : "The loss falls fastest at a rate of " + number(steepest) + " and is least at "
                        + number(range.least());
        String ends = diverges == null
                ? "; it does not diverge in this range"
                : "; it diverges from " + number(diverges) + " on";
        return falls + ends + ". The job's rate is " + number(rate) + ".";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2g", value);
    }
}
