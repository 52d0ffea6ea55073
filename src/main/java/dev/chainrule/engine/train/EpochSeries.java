package dev.chainrule.engine.train;

import dev.chainrule.engine.diagnose.EpochView;
import dev.chainrule.engine.train.SeriesGroup.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * The group "epoch". trainingLoss and trainingAccuracy are means over the epoch's examples, each judged by the parameters its batch
 * met, with dropout; validationLoss and validationAccuracy are of the parameters at the epoch's end, without. Losses are without
 * the penalty, so that they can be compared.
 */
final class EpochSeries {

    private final boolean accuracy;
    private final boolean validated;
    private final SeriesGroup group;
    private final double[] row;

    EpochSeries(String lossUnit, TrainingData data) {
        accuracy = data.classification();
        validated = data.validation() != null;
        List<Series> series = new ArrayList<>();
        series.add(new Series("trainingLoss", lossUnit, null));
        if (accuracy) {
            series.add(new Series("trainingAccuracy", "share", null));
        }
        if (validated) {
            series.add(new Series("validationLoss", lossUnit, null));
        }
        if (validated && accuracy) {
            series.add(new Series("validationAccuracy", "share", null));
        }
        series.add(new Series("epochSeconds", "s", null));
        group = new SeriesGroup("epoch", series);
        row = new double[series.size()];
    }

    SeriesGroup group() {
        return group;
    }

    /** The row of an epoch just ended; the array is refilled at the next. */
    double[] capture(EpochView epoch, double seconds) {
        int next = put(0, epoch.trainingLoss(), epoch.trainingAccuracy());
        if (validated) {
            next = put(next, epoch.validationLoss(), epoch.validationAccuracy());
        }
        row[next] = seconds;
        return row;
    }

    private int put(int at, double loss, double share) {
        row[at] = loss;
        if (accuracy) {
            row[at + 1] = share;
        }
        return at + (accuracy ? 2 : 1);
    }
}
