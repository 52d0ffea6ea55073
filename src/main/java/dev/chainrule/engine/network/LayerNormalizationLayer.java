package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.Normalizations.standardizeColumns;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Each example over its units (Ba, Kiros and Hinton 2016): it does the same while learning and predicting, whatever the batch. */
final class LayerNormalizationLayer extends NormalizationLayer {

    private final double epsilon;

    LayerNormalizationLayer(LayerNormalization spec, Workshop shop, long units) {
        super(NetworkSpec.nameOf(spec), Axis.UNITS, shop, units);
        epsilon = spec.epsilon();
    }

    @Override
    void standardize(INDArray xHat, INDArray factor, INDArray x, Mode mode) {
        standardizeColumns(xHat, factor, x, epsilon);
    }

    @Override
    public boolean fixed() {
        return false;
    }
}
