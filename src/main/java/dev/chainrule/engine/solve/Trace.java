package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The trace of a Hessian, the sum of its eigenvalues, from products alone: E[z' H z] = tr H for z of independent signs (Hutchinson
 * 1990), estimated by the mean over draws.
 *
 * @param value the estimate
 * @param standardError of it: deviation of the draws / sqrt(draws); NaN for one draw
 * @param draws vectors drawn, one product each
 */
public record Trace(double value, double standardError, int draws) {

    /**
     * Estimates the trace at theta as it is. The same theta and seed give the same numbers.
     *
     * @throws ArithmeticException where a product is not finite
     */
    public static Trace of(TwiceDifferentiable j, int draws, long seed) {
        if (draws < 1) {
            throw new IllegalArgumentException("need at least one draw, got " + draws);
        }
        RandomStream random = RandomStream.of(seed).split("trace");
        INDArray theta = j.theta();
        try (INDArray z = OffHeap.vector(theta.dataType(), theta.length());
                INDArray product = OffHeap.vector(theta.dataType(), theta.length())) {
            double mean = 0;
            double squares = 0; // sum of (t_i - mean)^2, updated draw by draw (Welford 1962)
            for (int i = 1; i <= draws; i++) {
                random.at(i).fillMask(z, 0.5, 2);
                InPlace.shift(z, -1); //            z_i = 1 or -1
                j.hessianVectorProduct(product, z);
                double t = Reductions.dot(z, product);
                double off = t - mean;
                mean += off / i;
                squares += off * (t - mean);
            }
            if (!Double.isFinite(mean)) {
                throw new ArithmeticException("a product of the Hessian is not finite");
            }
            double variance = draws == 1 ? Double.NaN : squares / (draws - 1);
            return new Trace(mean, Math.sqrt(variance / draws), draws);
        }
    }
}
