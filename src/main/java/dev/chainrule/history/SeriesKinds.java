package dev.chainrule.history;

import java.util.List;

/** The kinds of series there are, as the contract lists them. Which of them a run has depends on its network, data and monitor. */
final class SeriesKinds {

    static final List<String> ALL = List.of(
            "loss",
            "penalty",
            "learningRate",
            "gradientNorm",
            "deltaNorm",
            "weightNorm",
            "updateRatio",
            "weightGain",
            "activationGain",
            "gradientEvaluations",
            "trainingLoss",
            "trainingAccuracy",
            "validationLoss",
            "validationAccuracy",
            "epochSeconds",
            "activationMean",
            "activationDeviation",
            "deadFraction",
            "saturatedFraction");

    private SeriesKinds() {}

    /** The part of a name before its first dot. */
    static String kindOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
