package dev.chainrule.job;

import dev.chainrule.engine.diagnose.Finding;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One plain sentence on how a run went, made of its end, its last numbers and the gravest thing found on the way. */
final class Verdict {

    private Verdict() {}

    /**
     * Says how a run that ended by its own rules went.
     *
     * @param steps updates made
     * @param metrics last numbers by public name
     */
    static String of(
            StopReason reason,
            long steps,
            Map<String, @Nullable Double> metrics,
            double firstLoss,
            @Nullable Finding gravest) {
        String result = result(metrics, firstLoss) + " after " + count(steps, "step") + end(reason) + ".";
        return gravest == null ? result : result + " But: " + gravest.explanation();
    }

    private static String result(Map<String, @Nullable Double> metrics, double firstLoss) {
        Double validation = metrics.get("validationAccuracy");
        Double training = metrics.get("accuracy");
        if (validation != null) {
            return percent(validation) + " of the validation examples are classified correctly"
                    + (training == null ? "" : " (" + percent(training) + " of the training examples)");
        }
        if (training != null) {
            return percent(training) + " of the training examples are classified correctly";
        }
        Double loss = metrics.get("loss");
        Double validationLoss = metrics.get("validationLoss");
        String fall = loss == null ? "The loss is not known" : fall(firstLoss, loss);
        return validationLoss == null ? fall : fall + ", the validation loss is " + number(validationLoss) + ",";
    }

    private static String fall(double first, double last) {
        if (!Double.isFinite(first)) {
            return "The loss is " + number(last);
        }
        return "The loss " + (last < first ? "fell" : "did not fall: it went") + " from " + number(first) + " to "
                + number(last);
    }

    private static String end(StopReason reason) {
        return switch (reason) {
            case EARLY_STOP -> ", stopped early";
            case TIME_LIMIT -> ", when the time was over";
            case CONVERGED -> ", converged";
            case EPOCHS, CANCELLED, DIVERGED, ERROR -> "";
        };
    }

    /** Says why a run diverged. */
    static String diverged(long step, @Nullable String layer, String reason, @Nullable Finding gravest) {
        String where = layer == null ? "" : " in layer \"" + layer + "\"";
        String cause = reason.endsWith(".") ? reason : reason + ".";
        // The finding that a run diverged says the same again.
        String advice = gravest == null || gravest.code().equals("DIVERGED")
                ? " A smaller learning rate or clipping the gradient may help."
                : " " + gravest.explanation();
        return "Diverged at step " + step + where + ": " + cause + advice;
    }

    private static String count(long n, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
