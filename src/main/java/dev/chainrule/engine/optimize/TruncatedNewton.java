package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link NewtonCg} at work: conjugate gradients on H d = -grad J until the residual is eta norm(grad J), the number of products is
 * used up, or a direction of negative curvature turns up, which ends them with what was reached before (Nocedal and Wright 2006,
 * algorithm 7.1). eta follows Eisenstat and Walker (1996), choice 2: eta = 0.9 (norm(grad J) / norm(grad J before))^2, guarded.
 */
public final class TruncatedNewton extends Descent {

    private static final double GAMMA = 0.9;
    private static final double LARGEST = 0.5;
    private static final double GUARD = 0.1;

    private final int products;
    private final INDArray residual;
    private final INDArray conjugate;
    private final INDArray product;

    /** The gradient's norm and eta at the step before; 0 where there was none. */
    private final double[] numbers = {0, 0};

    public TruncatedNewton(NewtonCg spec, TwiceDifferentiable objective) {
        super(objective, spec.tolerance());
        products = spec.products();
        residual = like();
        conjugate = like();
        product = like();
    }

    @Override
    double aim(double norm) {
        solve(forcing(norm) * norm);
        return 1;
    }

    private double forcing(double norm) {
        double before = numbers[0];
        double eta = LARGEST;
        if (before > 0) {
            eta = GAMMA * norm / before * norm / before;
            double guard = GAMMA * numbers[1] * numbers[1];
            eta = Math.min(LARGEST, guard > GUARD ? Math.max(eta, guard) : eta);
        }
        numbers[0] = norm;
        numbers[1] = eta;
        return eta;
    }

    /** direction <- d with norm(H d + grad J) at most so small. */
    private void solve(double goal) {
        InPlace.fill(direction, 0);
        InPlace.copy(residual, objective.gradient());
        InPlace.copy(conjugate, residual);
        InPlace.scale(conjugate, -1);
        double squares = Reductions.sumOfSquares(residual);
        for (int j = 0; j < products && Math.sqrt(squares) > goal; j++) {
            objective.hessianVectorProduct(product, conjugate);
            double curvature = Reductions.dot(conjugate, product);
            if (!(curvature > 0)) {
                if (j == 0) {
                    InPlace.copy(direction, conjugate); // steepest descent
                }
                return;
            }
            double alpha = squares / curvature;
            InPlace.axpy(direction, alpha, conjugate);
            InPlace.axpy(residual, alpha, product);
            double next = Reductions.sumOfSquares(residual);
            InPlace.scale(conjugate, next / squares);
            InPlace.axpy(conjugate, -1, residual);
            squares = next;
        }
    }

    @Override
    boolean forget() {
        return false;
    }

    @Override
    void learn(INDArray s, INDArray y) {
        // the next step asks the Hessian itself
    }

    @Override
    public List<INDArray> memory() {
        return List.of();
    }

    @Override
    public double[] numbers() {
        return numbers;
    }

    @Override
    public void close() {
        super.close();
        residual.close();
        conjugate.close();
        product.close();
    }
}
