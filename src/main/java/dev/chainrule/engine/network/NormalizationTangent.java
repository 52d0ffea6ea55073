package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.add;
import static dev.chainrule.engine.array.InPlace.addColumn;
import static dev.chainrule.engine.array.InPlace.addRowSums;
import static dev.chainrule.engine.array.InPlace.fill;
import static dev.chainrule.engine.array.InPlace.multiply;
import static dev.chainrule.engine.array.InPlace.scale;
import static dev.chainrule.engine.array.InPlace.subtract;
import static dev.chainrule.engine.array.Normalizations.addRowProducts;
import static dev.chainrule.engine.array.Normalizations.multiplyRows;

import dev.chainrule.engine.array.ColumnBuffer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a normalization moves where theta moves along a direction (Pearlmutter 1994). Of xHat = (x - mean) r, r = (variance +
 * epsilon)^(-1/2), with M z the mean of z over the axis and J z = r (z - M z - xHat M(xHat z)):
 *
 * <pre>
 * R{xHat} = J R{x},   R{r} = rho r,   rho = -r M(xHat R{x}),
 * R{J g}  = J R{g} + rho J g - r (R{xHat} M(g xHat) + xHat M(g R{xHat})).
 * </pre>
 */
final class NormalizationTangent implements AutoCloseable {

    /** Numbers kept for each example and unit: R{xHat}, R{h}, R{dJ/dh_prev}, scratch. */
    static final long PER_EXAMPLE = 4;

    /** Numbers kept for each line of the axis: rho, and a mean. */
    static final long PER_LINE = 2;

    private final Normalized layer;
    private final Axis axis;
    private final INDArray vScale;
    private final INDArray vOffset;
    private final INDArray rdScale;
    private final INDArray rdOffset;
    private final ColumnBuffer rxHats;
    private final ColumnBuffer rhs;
    private final ColumnBuffer rinners;
    private final ColumnBuffer scratches;
    private final ColumnBuffer rhos;
    private final ColumnBuffer means;

    NormalizationTangent(Normalized layer, Axis axis, Workshop directions) {
        this.layer = layer;
        this.axis = axis;
        vScale = directions.theta(layer.name() + ".scale");
        vOffset = directions.theta(layer.name() + ".offset");
        rdScale = directions.gradient(layer.name() + ".scale");
        rdOffset = directions.gradient(layer.name() + ".offset");
        long units = layer.scale().size(0);
        rxHats = directions.columns(units);
        rhs = directions.columns(units);
        rinners = directions.columns(units);
        scratches = directions.columns(units);
        rhos = axis.lines(directions, units);
        means = axis.lines(directions, units);
    }

    INDArray forward(@Nullable INDArray rx) {
        INDArray xHat = layer.xHat();
        long m = xHat.size(1);
        INDArray rxHat = rxHats.first(m);
        INDArray rh = rhs.first(m);
        INDArray scratch = scratches.first(m);
        moveXHat(rxHat, rx, m);
        multiplyRows(rh, xHat, vScale); //                R{h} <- R{scale} * xHat
        multiplyRows(scratch, rxHat, layer.scale());
        add(rh, rh, scratch); //                            + scale * R{xHat}
        addColumn(rh, vOffset); //                          + R{offset}
        return rh;
    }

    private void moveXHat(INDArray rxHat, @Nullable INDArray rx, long m) {
        INDArray rho = axis.line(rhos, m);
        fill(rho, 0);
        if (rx == null) {
            fill(rxHat, 0);
        } else if (layer.fixed()) {
            axis.multiply(rxHat, rx, layer.factor()); //  R{xHat} <- r R{x}
        } else {
            axis.backward(rxHat, rx, layer.xHat(), layer.factor()); // R{xHat} <- J R{x}
            axis.means(rho, layer.xHat(), rx);
            multiply(rho, layer.factor());
            scale(rho, -1); //                            rho <- -r M(xHat R{x})
        }
    }

    INDArray backward(INDArray rg) {
        backwardParameters(rg);
        long m = rg.size(1);
        INDArray rinner = rinners.first(m);
        INDArray scratch = scratches.first(m);
        multiplyRows(rinner, rg, layer.scale()); //       R{g} <- scale * R{g}
        multiplyRows(scratch, layer.outer(), vScale);
        add(rinner, rinner, scratch); //                    + R{scale} * g
        if (layer.fixed()) {
            axis.multiply(rinner, rinner, layer.factor());
            return rinner;
        }
        axis.backward(rinner, rinner, layer.xHat(), layer.factor()); // J R{g}
        axis.multiply(scratch, layer.inner(), axis.line(rhos, m));
        add(rinner, rinner, scratch); //                    + rho J g
        INDArray g = rhs.first(m); // R{h} is done with by now
        INDArray rxHat = rxHats.first(m);
        multiplyRows(g, layer.outer(), layer.scale());
        takeOff(rinner, rxHat, g, layer.xHat()); //         - r R{xHat} M(g xHat)
        takeOff(rinner, layer.xHat(), g, rxHat); //         - r xHat M(g R{xHat})
        return rinner;
    }

    /** y <- y - r a M(g h). */
    private void takeOff(INDArray y, INDArray a, INDArray g, INDArray h) {
        INDArray mean = axis.line(means, y.size(1));
        INDArray scratch = scratches.first(y.size(1));
        axis.means(mean, g, h);
        multiply(mean, layer.factor());
        axis.multiply(scratch, a, mean);
        subtract(y, y, scratch);
    }

    void backwardParameters(INDArray rg) {
        addRowProducts(rdScale, rg, layer.xHat()); //     R{grad scale} += (R{g} * xHat
        addRowProducts(rdScale, layer.outer(), rxHats.first(rg.size(1))); // + g * R{xHat}) 1
        addRowSums(rdOffset, rg); //                      R{grad offset} += R{g} 1
    }

    @Override
    public void close() {
        rxHats.close();
        rhs.close();
        rinners.close();
        scratches.close();
        rhos.close();
        means.close();
    }
}
