package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.optimize.Descent;
import dev.chainrule.engine.optimize.Lbfgs;
import dev.chainrule.engine.optimize.NewtonCg;
import dev.chainrule.engine.optimize.QuasiNewton;
import dev.chainrule.engine.optimize.SlotSquares;
import dev.chainrule.engine.optimize.TruncatedNewton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Lbfgs} and {@link NewtonCg} at work on all examples. A step ends where the next begins, at a point whose gradient is known:
 * it is not taken again, but where examples held out have passed through the layers, these are shown the last piece of the training
 * examples once more, which the count of gradients leaves out.
 */
final class LineSearchMethod implements Method {

    private final Workbench bench;
    private final WholeSet whole;
    private final WholeObjective objective;
    private final Descent descent;
    private final INDArray kept;
    private final SlotSquares gradientSquares;
    private final SlotSquares thetaSquares;
    private final SlotSquares moveSquares;
    private boolean known;
    private boolean fresh;
    private double value;

    static LineSearchMethod of(Lbfgs spec, Workbench bench) {
        WholeObjective objective = bench.objective();
        return new LineSearchMethod(bench, objective, new QuasiNewton(spec, objective));
    }

    static LineSearchMethod of(NewtonCg spec, Workbench bench) {
        WholeObjective objective = bench.objective();
        bench.network().startProduct(bench.gradient()); // allocates what second order takes
        return new LineSearchMethod(bench, objective, new TruncatedNewton(spec, objective));
    }

    private LineSearchMethod(Workbench bench, WholeObjective objective, Descent descent) {
        this.bench = bench;
        this.objective = objective;
        this.descent = descent;
        whole = bench.whole();
        kept = bench.parameters().like();
        gradientSquares = new SlotSquares(bench.parameters(), bench.gradient());
        thetaSquares = new SlotSquares(bench.parameters(), bench.theta());
        moveSquares = new SlotSquares(bench.parameters(), descent.move());
    }

    @Override
    public void start() {
        fresh = true;
    }

    @Override
    public void propagate(long t) {
        if (!known) {
            value = objective.valueAndGradient();
            known = true;
            if (!fresh) {
                objective.gradients(); // counted by the step before, which a resumed run had made
            }
        } else if (bench.validated()) {
            InPlace.copy(kept, bench.gradient());
            whole.showLast();
            InPlace.copy(bench.gradient(), kept);
        }
    }

    @Override
    public boolean measure() {
        return gradientSquares.measure();
    }

    @Override
    public void update(long t) {
        value = descent.step(value);
        thetaSquares.measure();
        moveSquares.measure();
    }

    @Override
    public double rate(long t) {
        return descent.length();
    }

    @Override
    public long gradients() {
        return objective.gradients();
    }

    @Override
    public boolean converged() {
        return descent.end() != Descent.End.NONE;
    }

    @Override
    public List<Finding> findings(long t) {
        return descent.end() == Descent.End.NO_DESCENT ? List.of(noDescent(t)) : List.of();
    }

    private Finding noDescent(long t) {
        double squares = 0;
        for (int k = 0; k < bench.parameters().slots().size(); k++) {
            squares += gradientSquares.of(k);
        }
        double norm = Math.sqrt(squares);
        return new Finding(
                "NO_DESCENT",
                Finding.Severity.INFO,
                null,
                t,
                Map.of("gradientNorm", norm),
                String.format(
                        Locale.ROOT,
                        "No step along the last direction lowered the loss, though the gradient's norm is still %.2g: the rounding of"
                                + " %s is reached, or the loss has a kink here.",
                        norm,
                        RunSize.publicName(bench.training().precision())),
                Map.of());
    }

    @Override
    public double gradientSquares(int slot) {
        return gradientSquares.of(slot);
    }

    @Override
    public boolean isFinite(int slot) {
        return gradientSquares.isFinite(slot);
    }

    @Override
    public double thetaSquares(int slot) {
        return thetaSquares.of(slot);
    }

    @Override
    public double updateSquares(int slot) {
        return moveSquares.of(slot);
    }

    @Override
    public List<INDArray> memory() {
        return descent.memory();
    }

    @Override
    public double[] numbers() {
        return descent.numbers();
    }

    @Override
    public void close() {
        descent.close();
        kept.close();
    }
}
