package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.diagnose.EpochView;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Early stopping at work: the best value so far, the epochs since, and the parameters it had. */
final class Patience implements AutoCloseable {

    private final EarlyStopping spec;
    private final INDArray values;
    private final @Nullable INDArray bestValues;

    /** Best value so far; smaller is better (accuracies are negated). */
    double best = Double.POSITIVE_INFINITY;

    /** Epochs since it was reached. */
    int waited;

    Patience(EarlyStopping spec, Parameters parameters) {
        this.spec = spec;
        values = parameters.values();
        bestValues = spec.restoreBest() ? parameters.likeValues() : null;
    }

    /**
     * Looks at the end of an epoch.
     *
     * @return whether patience has run out
     */
    boolean runsOut(EpochView epoch) {
        double value = watched(epoch);
        if (value < best - spec.minDelta()) {
            best = value;
            waited = 0;
            keepBest();
        } else {
            waited++;
        }
        return waited >= spec.patience();
    }

    private void keepBest() {
        if (bestValues != null) {
            InPlace.copy(bestValues, values);
        }
    }

    private double watched(EpochView epoch) {
        return switch (spec.metric()) {
            case TRAINING_LOSS -> epoch.trainingLoss();
            case VALIDATION_LOSS -> epoch.validationLoss();
            case TRAINING_ACCURACY -> -epoch.trainingAccuracy();
            case VALIDATION_ACCURACY -> -epoch.validationAccuracy();
        };
    }

    /** theta and statistics <- the best ones, where they are kept and there are any. */
    void restoreBest() {
        if (bestValues != null && best < Double.POSITIVE_INFINITY) {
            InPlace.copy(values, bestValues);
        }
    }

    /** The best parameters, for a checkpoint; null where they are not kept. */
    @Nullable
    INDArray bestValues() {
        return bestValues;
    }

    @Override
    public void close() {
        if (bestValues != null) {
            bestValues.close();
        }
    }
}
