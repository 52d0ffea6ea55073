package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Objective;
import dev.chainrule.engine.array.Reductions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** J along a direction: phi(alpha) = J(start + alpha d). Looking at a point moves theta and the gradient there. */
final class Ray {

    private final Objective objective;
    private final INDArray start;
    private final INDArray direction;
    private double slope;

    Ray(Objective objective, INDArray start, INDArray direction) {
        this.objective = objective;
        this.start = start;
        this.direction = direction;
    }

    /** phi(alpha); infinite where J is not finite, or its slope. */
    double value(double alpha) {
        INDArray theta = objective.theta();
        InPlace.copy(theta, start);
        InPlace.axpy(theta, alpha, direction);
        double value = objective.valueAndGradient();
        slope = slopeHere();
        return Double.isFinite(value) && Double.isFinite(slope) ? value : Double.POSITIVE_INFINITY;
    }

    /** phi'(alpha) at the last alpha. */
    double slope() {
        return slope;
    }

    /** grad J' d at theta as it is. */
    double slopeHere() {
        return Reductions.dot(objective.gradient(), direction);
    }
}
