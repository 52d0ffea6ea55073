package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.Normalizations.standardizeColumns;

import dev.chainrule.engine.array.ColumnBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each example over its units (Ba, Kiros and Hinton 2016): it does the same while learning and predicting, whatever the batch.
 *
 * <p>The factor is (1, m).
 */
final class LayerNormalizationLayer extends NormalizationLayer {

    private final double epsilon;
    private final ColumnBuffer factors;
    private INDArray factor;

    LayerNormalizationLayer(LayerNormalization spec, Workshop shop, long units) {
        super(NetworkSpec.nameOf(spec), Axis.UNITS, shop, units);
        epsilon = spec.epsilon();
        factors = shop.columns(1);
        factor = factors.first(1);
    }

    @Override
    void standardize(INDArray xHat, INDArray x, Mode mode) {
        factor = factors.first(x.size(1));
        standardizeColumns(xHat, factor, x, epsilon);
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
    public void close() {
        super.close();
        factors.close();
    }
}
