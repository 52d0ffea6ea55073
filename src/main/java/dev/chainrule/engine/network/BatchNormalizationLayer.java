package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.axpy;
import static dev.chainrule.engine.array.InPlace.copy;
import static dev.chainrule.engine.array.InPlace.multiply;
import static dev.chainrule.engine.array.InPlace.subtract;
import static dev.chainrule.engine.array.Normalizations.centerRows;
import static dev.chainrule.engine.array.Normalizations.inverseRoot;
import static dev.chainrule.engine.array.Normalizations.rowMoments;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.InPlace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each unit over the examples of the batch (Ioffe and Szegedy 2015). The batches that a gradient is made of move the running mean
 * and variance, by which it normalizes when predicting.
 *
 * <p>Mean and variance are (units, 1). A batch of one example has no variance: it is normalized by the running
 * statistics, as when predicting, and moves them by its distance from the running mean.
 */
final class BatchNormalizationLayer extends NormalizationLayer {

    private final double momentum;
    private final double epsilon;
    private final INDArray runningMean;
    private final INDArray runningVariance;
    private final INDArray nextMean;
    private final INDArray nextVariance;
    private final ColumnBuffer means;
    private final ColumnBuffer variances;
    private final INDArray mean;
    private final INDArray variance;
    private boolean predicting;

    BatchNormalizationLayer(BatchNormalization spec, Workshop shop, long units) {
        super(NetworkSpec.nameOf(spec), Axis.EXAMPLES, shop, units);
        momentum = spec.momentum();
        epsilon = spec.epsilon();
        runningMean = shop.statistic(name() + ".mean");
        runningVariance = shop.statistic(name() + ".variance");
        nextMean = shop.nextStatistic(name() + ".mean");
        nextVariance = shop.nextStatistic(name() + ".variance");
        means = shop.vector(units);
        variances = shop.vector(units);
        mean = means.first(1);
        variance = variances.first(1);
    }

    @Override
    void standardize(INDArray xHat, INDArray factor, INDArray x, Mode mode) {
        predicting = mode == Mode.PREDICTION;
        if (predicting) {
            standardize(xHat, factor, x, runningMean, runningVariance);
        } else if (fixed()) {
            distance(x);
            standardize(xHat, factor, x, runningMean, runningVariance);
        } else {
            rowMoments(mean, variance, x);
            standardize(xHat, factor, x, mean, variance);
        }
    }

    private void standardize(INDArray xHat, INDArray factor, INDArray x, INDArray mean, INDArray variance) {
        inverseRoot(factor, variance, epsilon);
        centerRows(xHat, x, mean, factor);
    }

    /** What one example says of mean and variance: x, (x - running mean)^2. */
    private void distance(INDArray x) {
        copy(mean, x);
        subtract(variance, x, runningMean);
        multiply(variance, variance);
    }

    @Override
    public void backwardParameters(INDArray g) {
        super.backwardParameters(g);
        if (!predicting) {
            track(nextMean, mean);
            track(nextVariance, variance);
        }
    }

    /** next <- momentum next + (1 - momentum) now. */
    private void track(INDArray next, INDArray now) {
        InPlace.scale(next, momentum);
        axpy(next, 1 - momentum, now);
    }

    @Override
    public boolean fixed() {
        return predicting || xHat().size(1) == 1;
    }

    @Override
    public void close() {
        super.close();
        means.close();
        variances.close();
    }
}
