package dev.chainrule.engine.network;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** lambda Omega(theta): the sum of every layer's penalties on its weights and biases. */
final class Penalties {

    private final Parameters parameters;
    private final List<Term> terms = new ArrayList<>();
    private final List<Curvature> curvatures = new ArrayList<>();

    Penalties(Parameters parameters) {
        this.parameters = parameters;
    }

    /** Adds a penalty on a slot; null is none. */
    void add(@Nullable Regularizer regularizer, String slot) {
        if (regularizer != null) {
            INDArray w = parameters.view(parameters.theta(), slot);
            INDArray dw = parameters.view(parameters.gradient(), slot);
            terms.add(new Term(regularizer, slot, w, dw));
        }
    }

    /** Whether J is the loss alone. */
    boolean isEmpty() {
        return terms.isEmpty();
    }

    /** lambda Omega(theta). */
    double value() {
        double sum = 0;
        for (int i = 0; i < terms.size(); i++) {
            sum += terms.get(i).regularizer.penalty(terms.get(i).w);
        }
        return sum;
    }

    /** gradient <- lambda grad Omega(theta); without a penalty each layer begins its own part anew. */
    void startGradient(List<Layer> layers) {
        if (isEmpty()) {
            for (int k = 0; k < layers.size(); k++) {
                layers.get(k).startGradient();
            }
        } else {
            InPlace.fill(parameters.gradient(), 0);
            addGradient();
        }
    }

    /** gradient <- gradient + lambda grad Omega(theta). */
    void addGradient() {
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            term.regularizer.addGradient(term.dw, term.w);
        }
    }

    /**
     * Sees every term's part of a direction and of the product.
     *
     * @param directions its theta is v, its gradient receives H v
     */
    void allocateTangents(Parameters directions) {
        for (Term term : terms) {
            INDArray v = directions.view(directions.theta(), term.slot);
            INDArray product = directions.view(directions.gradient(), term.slot);
            curvatures.add(new Curvature(term.regularizer, term.w, v, product));
        }
    }

    /** H v <- H v + lambda Hess Omega(theta) v. */
    void addCurvature() {
        for (int i = 0; i < curvatures.size(); i++) {
            Curvature term = curvatures.get(i);
            term.regularizer.addCurvature(term.product, term.w, term.v);
        }
    }

    private record Term(Regularizer regularizer, String slot, INDArray w, INDArray dw) {}

    private record Curvature(Regularizer regularizer, INDArray w, INDArray v, INDArray product) {}
}
