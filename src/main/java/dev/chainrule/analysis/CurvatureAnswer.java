package dev.chainrule.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.engine.array.TwiceDifferentiable;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.optimize.GradientDescent;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.solve.Spectrum;
import dev.chainrule.engine.solve.Trace;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How J curves at a job's parameters.
 *
 * @param step updates the job had made
 * @param largest eigenvalues of the Hessian, in falling order, each with a bound on its error
 * @param least eigenvalue
 * @param converged whether every error is small; else a later search with more products may find more
 * @param stableBelow 2 / lambda_max, the rate from which plain gradient descent diverges; null where nothing curves upwards
 * @param learningRate the job's; null where its optimizer finds it by itself
 * @param verdict both rates in words
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CurvatureAnswer(
        long step,
        String parameters,
        int examples,
        List<Spectrum.Eigenvalue> largest,
        Spectrum.Eigenvalue least,
        boolean converged,
        int products,
        Trace trace,
        @Nullable Double stableBelow,
        @Nullable Double learningRate,
        String verdict) {

    private static final double TOLERANCE = 1e-3;

    static CurvatureAnswer of(CurvatureRequest request, JobPoint point, OptimizerSpec optimizer, Pace pace) {
        TwiceDifferentiable j = point.objective(pace);
        Spectrum spectrum = Spectrum.of(
                j, new Spectrum.Search(request.eigenvalues(), request.products(), TOLERANCE, request.seed()));
        Trace trace = Trace.of(j, request.draws(), request.seed());
        double top = spectrum.largest().getFirst().value();
        double rate = optimizer.learningRate();
        return new CurvatureAnswer(
                point.step(),
                point.source(),
                point.examples().count(),
                spectrum.largest(),
                spectrum.least(),
                spectrum.converged(),
                spectrum.products(),
                trace,
                top > 0 ? 2 / top : null,
                Double.isNaN(rate) ? null : rate,
                verdict(top, rate, optimizer));
    }

    private static String verdict(double top, double rate, OptimizerSpec optimizer) {
        if (!(top > 0)) {
            return "J curves upwards in no direction here: there is no largest stable rate.";
        }
        double most = 2 / top;
        String bound = "Plain gradient descent is stable here below a rate of " + number(most)
                + " (2 over the largest eigenvalue, " + number(top) + ")";
        if (Double.isNaN(rate)) {
            return bound + "; this job's optimizer finds the length of its steps by itself.";
        }
        String ours = "; the job's rate is " + number(rate);
        if (!(optimizer instanceof GradientDescent || optimizer instanceof Sgd)) {
            String name = Member.of(((Record) optimizer).getClass()).name();
            return bound + ours + ", but " + name
                    + " does not step along the gradient alone, so that the two only compare roughly.";
        }
        return rate < most
                ? bound + ours + ": below it, " + number(rate / most) + " of it."
                : bound + ours + ": above it, the steepest direction grows by a factor of " + number(rate * top - 1)
                        + " a step until J bends.";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
