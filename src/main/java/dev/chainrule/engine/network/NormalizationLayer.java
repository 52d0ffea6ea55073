package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.addColumn;
import static dev.chainrule.engine.array.InPlace.addRowSums;
import static dev.chainrule.engine.array.InPlace.fill;
import static dev.chainrule.engine.array.Normalizations.addRowProducts;
import static dev.chainrule.engine.array.Normalizations.multiplyRows;

import dev.chainrule.engine.array.ColumnBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * h = scale * xHat + offset, xHat = (h_prev - mean) / sqrt(variance + epsilon). What mean and variance are taken over, and
 * when, is for the layers that are made of this one.
 *
 * <p>Everything is (units, m); scale and offset (units, 1).
 */
abstract class NormalizationLayer implements Layer, Normalized {

    private final String name;
    private final Axis axis;
    private final INDArray scale;
    private final INDArray dScale;
    private final INDArray offset;
    private final INDArray dOffset;
    private final ColumnBuffer factors;
    private final ColumnBuffer xHats;
    private final ColumnBuffer hs;
    private final ColumnBuffer inners;

    private INDArray factor;
    private INDArray xHat;
    private INDArray h;
    private INDArray inner;
    private @Nullable INDArray g;
    private @Nullable NormalizationTangent tangent;

    /** @param axis over which mean and variance are taken */
    NormalizationLayer(String name, Axis axis, Workshop shop, long units) {
        this.name = name;
        this.axis = axis;
        scale = shop.theta(name + ".scale");
        dScale = shop.gradient(name + ".scale");
        offset = shop.theta(name + ".offset");
        dOffset = shop.gradient(name + ".offset");
        factors = axis.lines(shop, units);
        xHats = shop.columns(units);
        hs = shop.columns(units);
        inners = shop.columns(units);
        factor = axis.line(factors, 1);
        xHat = xHats.first(1);
        h = hs.first(1);
        inner = inners.first(1);
    }

    /** factor <- 1 / sqrt(variance + epsilon), xHat <- (x - mean) * factor. */
    abstract void standardize(INDArray xHat, INDArray factor, INDArray x, Mode mode);

    @Override
    public final INDArray forward(INDArray x, Mode mode) {
        factor = axis.line(factors, x.size(1));
        xHat = xHats.first(x.size(1));
        h = hs.first(x.size(1));
        inner = inners.first(x.size(1));
        standardize(xHat, factor, x, mode); //              xHat <- (x - mean) / sqrt(variance + epsilon)
        multiplyRows(h, xHat, scale); //                    h <- scale * xHat
        addColumn(h, offset); //                              + offset
        return h;
    }

    @Override
    public final INDArray backward(INDArray g) {
        backwardParameters(g);
        multiplyRows(inner, g, scale); //                   g <- scale * g
        if (fixed()) {
            axis.multiply(inner, inner, factor); //         g <- factor * g
        } else {
            axis.backward(inner, inner, xHat, factor); //   g <- factor * (g - M g - xHat * M(g * xHat)), M the mean
        }
        return inner;
    }

    @Override
    public final void startGradient() {
        fill(dScale, 0);
        fill(dOffset, 0);
    }

    @Override
    public void backwardParameters(INDArray g) {
        this.g = g;
        addRowProducts(dScale, g, xHat); //                 grad scale += (g * xHat) 1
        addRowSums(dOffset, g); //                          grad offset += g 1
    }

    @Override
    public final void allocateTangents(Workshop directions) {
        tangent = new NormalizationTangent(this, axis, directions);
    }

    @Override
    public final INDArray forwardTangent(@Nullable INDArray rx) {
        return tangent().forward(rx);
    }

    @Override
    public final INDArray backwardTangent(INDArray rg) {
        return tangent().backward(rg);
    }

    @Override
    public final void backwardParametersTangent(INDArray rg) {
        tangent().backwardParameters(rg);
    }

    private NormalizationTangent tangent() {
        return Objects.requireNonNull(tangent, "no second order was asked for");
    }

    @Override
    public final List<Probe> probes() {
        return List.of(this);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final INDArray scale() {
        return scale;
    }

    @Override
    public final INDArray xHat() {
        return xHat;
    }

    @Override
    public final INDArray factor() {
        return factor;
    }

    @Override
    public final INDArray h() {
        return h;
    }

    @Override
    public final INDArray outer() {
        return Objects.requireNonNull(g, "nothing has come back yet");
    }

    @Override
    public final INDArray inner() {
        return inner;
    }

    @Override
    public void close() {
        List.of(factors, xHats, hs, inners).forEach(ColumnBuffer::close);
        if (tangent != null) {
            tangent.close();
        }
    }
}
