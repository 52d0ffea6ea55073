package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.multiply;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.RandomStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * h = mask * h_prev while training, the mask 1 / (1 - rate) with probability 1 - rate and else 0, so that E[h] = h_prev; h = h_prev
 * while predicting (Srivastava et al. 2014, inverted scaling).
 *
 * <p>Everything is (inputs, m). A mask depends on the seed, the layer's name, the draw's number and the place of the element.
 */
final class DropoutLayer implements Layer {

    private final double keep;
    private final RandomStream random;
    private final ColumnBuffer masks;
    private final ColumnBuffer hs;
    private final ColumnBuffer inners;
    private final long rows;
    private @Nullable ColumnBuffer tangents;
    private long number;
    private Mode mode = Mode.TRAINING;

    DropoutLayer(Dropout spec, Workshop shop, long inputs) {
        keep = 1 - spec.rate();
        random = shop.random("dropout", NetworkSpec.nameOf(spec));
        rows = inputs;
        masks = shop.columns(inputs);
        hs = shop.columns(inputs);
        inners = shop.columns(inputs);
    }

    @Override
    public void draw(long n) {
        number = n;
    }

    @Override
    public INDArray forward(INDArray x, Mode mode) {
        this.mode = mode;
        if (mode == Mode.PREDICTION) {
            return x;
        }
        long m = x.size(1);
        INDArray mask = masks.first(m);
        random.at(number).fillMask(mask, keep, 1 / keep);
        INDArray h = hs.first(m);
        multiply(h, mask, x); //     h <- mask * h_prev
        return h;
    }

    @Override
    public void startGradient() {
        // nothing is learned here
    }

    @Override
    public INDArray backward(INDArray g) {
        if (mode == Mode.PREDICTION) {
            return g;
        }
        INDArray mask = masks.first(g.size(1));
        INDArray inner = inners.first(g.size(1));
        multiply(inner, mask, g); // g <- mask * g
        return inner;
    }

    @Override
    public void allocateTangents(Workshop directions) {
        tangents = directions.columns(rows);
    }

    @Override
    public @Nullable INDArray forwardTangent(@Nullable INDArray rx) {
        if (rx == null) {
            return null;
        }
        INDArray rh = tangents().first(rx.size(1));
        multiply(rh, masks.first(rx.size(1)), rx); //   R{h} <- mask * R{h_prev}
        return rh;
    }

    @Override
    public INDArray backwardTangent(INDArray rg) {
        INDArray rinner = tangents().first(rg.size(1)); // R{h} is done with by now
        multiply(rinner, masks.first(rg.size(1)), rg); // R{g} <- mask * R{g}
        return rinner;
    }

    private ColumnBuffer tangents() {
        return Objects.requireNonNull(tangents, "no second order was asked for");
    }

    @Override
    public void close() {
        masks.close();
        hs.close();
        inners.close();
        if (tangents != null) {
            tangents.close();
        }
    }
}
