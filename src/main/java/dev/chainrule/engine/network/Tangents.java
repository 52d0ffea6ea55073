package dev.chainrule.engine.network;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products of the Hessian with a direction v, exact and without the Hessian (Pearlmutter 1994, the R-operator): R{grad J} = H v, where R{x}
 * is the derivative of x as theta moves along v. What algorithms 6.3 and 6.4 compute layer by layer is differentiated layer by layer,
 * upwards and downwards, after both have passed.
 */
final class Tangents implements AutoCloseable {

    /** Its theta is v, its gradient H v. */
    private final Parameters directions;

    private final List<Layer> layers;
    private final Criterion criterion;
    private final Penalties penalties;

    Tangents(List<Layer> layers, Criterion criterion, Penalties penalties, Workshop shop) {
        this.layers = layers;
        this.criterion = criterion;
        this.penalties = penalties;
        directions = shop.parameters().twin();
        Workshop workshop = new Workshop(directions, shop.capacity(), shop.random());
        layers.forEach(layer -> layer.allocateTangents(workshop));
        penalties.allocateTangents(directions);
    }

    /** H v <- lambda Hess Omega(theta) v. */
    void start(INDArray v) {
        InPlace.copy(directions.theta(), v);
        InPlace.fill(directions.gradient(), 0);
        penalties.addCurvature();
    }

    /**
     * H v <- H v + scale d2L/dtheta2 v, for the batch of the last forward and backward pass.
     *
     * @param h what the last layer gave for it
     * @param y its targets
     * @param scale that of the backward pass
     */
    void add(INDArray h, INDArray y, double scale) {
        INDArray r = null;
        for (int k = 0; k < layers.size(); k++) {
            r = layers.get(k).forwardTangent(r);
        }
        INDArray top = Objects.requireNonNull(r, "the output layer has parameters, so it moves");
        INDArray rg = criterion.gradientTangent(top, h, y, scale);
        for (int k = layers.size() - 1; k > 0; k--) {
            rg = layers.get(k).backwardTangent(rg);
        }
        layers.getFirst().backwardParametersTangent(rg);
    }

    /** H v, same layout as theta. */
    INDArray product() {
        return directions.gradient();
    }

    @Override
    public void close() {
        directions.close();
    }
}
