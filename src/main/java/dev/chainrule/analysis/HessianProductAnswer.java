package dev.chainrule.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.analysis.HessianProductRequest.Direction;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * H v at a job's parameters.
 *
 * @param step updates the job had made
 * @param rayleighQuotient v' H v / v' v: curvature along v
 * @param differenceError norm of H v less (grad J(theta + e v) - grad J(theta - e v)) / 2e, as a share of the norm of H v
 * @param product H v, in the order of a given v; left out of large networks
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HessianProductAnswer(
        long step,
        String parameters,
        int examples,
        double vectorNorm,
        double productNorm,
        double rayleighQuotient,
        double differenceError,
        double @Nullable [] product) {

    /** Length of e v, times 1 + the norm of theta: third derivatives and rounding about balance. */
    private static final double STEP = 1e-6;

    private static final int MOST_SHOWN = 10_000;

    static HessianProductAnswer of(HessianProductRequest request, JobPoint point, Pace pace) {
        TwiceDifferentiable j = point.objective(pace);
        ParameterOrder order = new ParameterOrder(point.network().spec());
        try (INDArray v = point.network().parameters().like();
                INDArray out = point.network().parameters().like()) {
            fill(v, request, j, order);
            j.hessianVectorProduct(out, v);
            double along = Reductions.dot(v, out);
            double squares = Reductions.sumOfSquares(v);
            double norm = Math.sqrt(Reductions.sumOfSquares(out));
            double[] product = OffHeap.toDoubles(out);
            return new HessianProductAnswer(
                    point.step(),
                    point.source(),
                    point.examples().count(),
                    Math.sqrt(squares),
                    norm,
                    along / squares,
                    differenceError(j, v, product) / norm,
                    product.length <= MOST_SHOWN ? order.fromTheta(product) : null);
        }
    }

    private static void fill(INDArray v, HessianProductRequest request, TwiceDifferentiable j, ParameterOrder order) {
        if (request.direction() == Direction.GIVEN) {
            OffHeap.fromDoubles(v, order.toTheta(Objects.requireNonNull(request.vector())));
        } else if (request.direction() == Direction.GRADIENT) {
            j.valueAndGradient();
            InPlace.copy(v, j.gradient());
        } else {
            RandomStream.of(request.seed()).split("direction").fillNormal(v, 0, 1);
        }
    }

    /** theta is moved and put back. */
    private static double differenceError(TwiceDifferentiable j, INDArray v, double[] product) {
        INDArray theta = j.theta();
        double[] here = OffHeap.toDoubles(theta);
        double e = STEP * (1 + Math.sqrt(Reductions.sumOfSquares(theta))) / Math.sqrt(Reductions.sumOfSquares(v));
        try {
            InPlace.axpy(theta, e, v);
            j.valueAndGradient();
            double[] above = OffHeap.toDoubles(j.gradient());
            OffHeap.fromDoubles(theta, here);
            InPlace.axpy(theta, -e, v);
            j.valueAndGradient();
            double[] below = OffHeap.toDoubles(j.gradient());
            double squares = 0;
            for (int i = 0; i < product.length; i++) {
                double off = product[i] - (above[i] - below[i]) / (2 * e);
                squares += off * off;
            }
            return Math.sqrt(squares);
        } finally {
            OffHeap.fromDoubles(theta, here);
        }
    }
}
