package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.addColumn;
import static dev.chainrule.engine.array.InPlace.addRowSums;
import static dev.chainrule.engine.array.InPlace.axpy;
import static dev.chainrule.engine.array.InPlace.copy;
import static dev.chainrule.engine.array.InPlace.fill;
import static dev.chainrule.engine.array.InPlace.multiply;
import static dev.chainrule.engine.array.InPlace.subtract;
import static dev.chainrule.engine.array.Normalizations.addRowProducts;
import static dev.chainrule.engine.array.Normalizations.centerRows;
import static dev.chainrule.engine.array.Normalizations.inverseRoot;
import static dev.chainrule.engine.array.Normalizations.multiplyRows;
import static dev.chainrule.engine.array.Normalizations.rowMoments;
import static dev.chainrule.engine.array.Normalizations.standardizeRowsBackward;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.InPlace;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * h = scale * xHat + offset, xHat = (h_prev - mean) / sqrt(variance + epsilon), each unit over the examples of the batch (Ioffe and
 * Szegedy 2015). The batches that a gradient is made of move the running mean and variance, by which it normalizes when predicting.
 *
 * <p>Everything is (units, m), vectors (units, 1). A batch of one example has no variance: it is normalized by the running
 * statistics, as when predicting, and moves them by its distance from the running mean.
 */
final class BatchNormalizationLayer implements Layer, Normalized {

    private final String name;
    private final double momentum;
    private final double epsilon;
    private final INDArray scale;
    private final INDArray dScale;
    private final INDArray offset;
    private final INDArray dOffset;
    private final INDArray runningMean;
    private final INDArray runningVariance;
    private final INDArray nextMean;
    private final INDArray nextVariance;
    private final ColumnBuffer means;
    private final ColumnBuffer variances;
    private final ColumnBuffer factors;
    private final ColumnBuffer xHats;
    private final ColumnBuffer hs;
    private final ColumnBuffer inners;

    private final INDArray mean;
    private final INDArray variance;
    private final INDArray factor;
    private INDArray xHat;
    private INDArray h;
    private INDArray inner;
    private @Nullable INDArray g;
    private @Nullable NormalizationTangent tangent;

    BatchNormalizationLayer(BatchNormalization spec, Workshop shop, long units) {
        name = NetworkSpec.nameOf(spec);
        momentum = spec.momentum();
        epsilon = spec.epsilon();
        scale = shop.theta(name + ".scale");
        dScale = shop.gradient(name + ".scale");
        offset = shop.theta(name + ".offset");
        dOffset = shop.gradient(name + ".offset");
        runningMean = shop.statistic(name + ".mean");
        runningVariance = shop.statistic(name + ".variance");
        nextMean = shop.nextStatistic(name + ".mean");
        nextVariance = shop.nextStatistic(name + ".variance");
        means = shop.vector(units);
        variances = shop.vector(units);
        factors = shop.vector(units);
        xHats = shop.columns(units);
        hs = shop.columns(units);
        inners = shop.columns(units);
        mean = means.first(1);
        variance = variances.first(1);
        factor = factors.first(1);
        xHat = xHats.first(1);
        h = hs.first(1);
        inner = inners.first(1);
    }

    @Override
    public INDArray forward(INDArray x, Mode mode) {
        xHat = xHats.first(x.size(1));
        h = hs.first(x.size(1));
        inner = inners.first(x.size(1));
        if (mode == Mode.PREDICTION) {
            standardize(x, runningMean, runningVariance);
        } else if (fixed()) {
            distance(x);
            standardize(x, runningMean, runningVariance);
        } else {
            rowMoments(mean, variance, x);
            standardize(x, mean, variance);
        }
        multiplyRows(h, xHat, scale); //                    h <- scale * xHat
        addColumn(h, offset); //                              + offset
        return h;
    }

    /** xHat <- (x - mean) / sqrt(variance + epsilon). */
    private void standardize(INDArray x, INDArray mean, INDArray variance) {
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
    public INDArray backward(INDArray g) {
        backwardParameters(g);
        multiplyRows(inner, g, scale); //                   g <- scale * g
        if (fixed()) {
            multiplyRows(inner, inner, factor); //          g <- factor * g
        } else {
            standardizeRowsBackward(inner, inner, xHat, factor); // g <- factor * (g - mean g - xHat * mean(g * xHat))
        }
        return inner;
    }

    @Override
    public void startGradient() {
        fill(dScale, 0);
        fill(dOffset, 0);
    }

    @Override
    public void backwardParameters(INDArray g) {
        this.g = g;
        addRowProducts(dScale, g, xHat); //                 grad scale += (g * xHat) 1
        addRowSums(dOffset, g); //                          grad offset += g 1
        track(nextMean, mean);
        track(nextVariance, variance);
    }

    /** next <- momentum next + (1 - momentum) now. */
    private void track(INDArray next, INDArray now) {
        InPlace.scale(next, momentum);
        axpy(next, 1 - momentum, now);
    }

    @Override
    public void allocateTangents(Workshop directions) {
        tangent = new NormalizationTangent(this, Axis.EXAMPLES, directions);
    }

    @Override
    public INDArray forwardTangent(@Nullable INDArray rx) {
        return tangent().forward(rx);
    }

    @Override
    public INDArray backwardTangent(INDArray rg) {
        return tangent().backward(rg);
    }

    @Override
    public void backwardParametersTangent(INDArray rg) {
        tangent().backwardParameters(rg);
    }

    private NormalizationTangent tangent() {
        return Objects.requireNonNull(tangent, "no second order was asked for");
    }

    @Override
    public List<Probe> probes() {
        return List.of(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public INDArray scale() {
        return scale;
    }

    @Override
    public INDArray xHat() {
        return xHat;
    }

    @Override
    public INDArray factor() {
        return factor;
    }

    @Override
    public boolean fixed() {
        return xHat.size(1) == 1;
    }

    @Override
    public INDArray h() {
        return h;
    }

    @Override
    public INDArray outer() {
        return Objects.requireNonNull(g, "nothing has come back yet");
    }

    @Override
    public INDArray inner() {
        return inner;
    }

    @Override
    public void close() {
        List.of(means, variances, factors, xHats, hs, inners).forEach(ColumnBuffer::close);
        if (tangent != null) {
            tangent.close();
        }
    }
}
