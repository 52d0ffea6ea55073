package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.addColumn;
import static dev.chainrule.engine.array.InPlace.addRowSums;
import static dev.chainrule.engine.array.InPlace.fill;
import static dev.chainrule.engine.array.Normalizations.addRowProducts;
import static dev.chainrule.engine.array.Normalizations.multiplyRows;
import static dev.chainrule.engine.array.Normalizations.standardizeColumns;
import static dev.chainrule.engine.array.Normalizations.standardizeColumnsBackward;

import dev.chainrule.engine.array.ColumnBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * h = scale * xHat + offset, xHat = (h_prev - mean) / sqrt(variance + epsilon), each example over its units (Ba, Kiros and Hinton 2016): it
 * does the same while learning and predicting, whatever the batch.
 *
 * <p>Everything is (units, m); scale and offset (units, 1), factor (1, m).
 */
final class LayerNormalizationLayer implements Layer, Normalized {

    private final String name;
    private final double epsilon;
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

    LayerNormalizationLayer(LayerNormalization spec, Workshop shop, long units) {
        name = NetworkSpec.nameOf(spec);
        epsilon = spec.epsilon();
        scale = shop.theta(name + ".scale");
        dScale = shop.gradient(name + ".scale");
        offset = shop.theta(name + ".offset");
        dOffset = shop.gradient(name + ".offset");
        factors = shop.columns(1);
        xHats = shop.columns(units);
        hs = shop.columns(units);
        inners = shop.columns(units);
        factor = factors.first(1);
        xHat = xHats.first(1);
        h = hs.first(1);
        inner = inners.first(1);
    }

    @Override
    public INDArray forward(INDArray x, Mode mode) {
        factor = factors.first(x.size(1));
        xHat = xHats.first(x.size(1));
        h = hs.first(x.size(1));
        inner = inners.first(x.size(1));
        standardizeColumns(
                xHat, factor, x, epsilon); // xHat <- (x - mean) * factor, factor = 1 / sqrt(variance + epsilon)
        multiplyRows(h, xHat, scale); //                 h <- scale * xHat
        addColumn(h, offset); //                           + offset
        return h;
    }

    @Override
    public INDArray backward(INDArray g) {
        backwardParameters(g);
        multiplyRows(inner, g, scale); //                g <- scale * g
        standardizeColumnsBackward(inner, inner, xHat, factor); // g <- factor * (g - mean g - xHat * mean(g * xHat))
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
        addRowProducts(dScale, g, xHat); //              grad scale += (g * xHat) 1
        addRowSums(dOffset, g); //                       grad offset += g 1
    }

    @Override
    public void allocateTangents(Workshop directions) {
        tangent = new NormalizationTangent(this, Axis.UNITS, directions);
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
        return false;
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
        List.of(factors, xHats, hs, inners).forEach(ColumnBuffer::close);
        if (tangent != null) {
            tangent.close();
        }
    }
}
