package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.optimize.EpochGd;
import dev.chainrule.engine.optimize.EpochLengths;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.optimize.SlotSquares;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link EpochGd} at work on an objective of which {@link StrongConvexity} knows lambda. */
final class EpochGdMethod extends FirstOrder implements Method {

    private final double lambda;
    private final INDArray average;
    private final INDArray scratch;
    private final SlotSquares thetaSquares;
    private final int slots;
    /** Radius of the ball; points in the average. */
    private final double[] numbers = {Double.NaN, 0};

    private boolean moved;

    EpochGdMethod(EpochGd spec, Workbench bench) {
        super(bench, bench.optimizer(new Sgd(1)));
        lambda = StrongConvexity.modulus(bench.run().network());
        average = bench.parameters().like();
        scratch = bench.parameters().like();
        thetaSquares = new SlotSquares(bench.parameters(), bench.theta());
        slots = bench.parameters().slots().size();
        if (spec.radius() != null) {
            numbers[0] = spec.radius();
        }
    }

    /** Chooses the ball, and brings the first point into it. */
    @Override
    public void start() {
        INDArray theta = bench.theta();
        if (Double.isNaN(numbers[0])) {
            InPlace.copy(average, theta);
            InPlace.fill(theta, 0);
            try (Evaluator all = new Evaluator(bench.network(), bench.examples(), false)) {
                numbers[0] = Math.sqrt(2 * all.evaluate().loss() / lambda); // lambda/2 |theta*|^2 <= J(theta*) <= J(0)
            }
            InPlace.copy(theta, average);
        }
        moved = true;
        thetaSquares.measure();
        project();
    }

    @Override
    public void update(long t) {
        double weight = 1 / ++numbers[1]; // of the points at which gradients were taken
        InPlace.approach(average, weight, bench.theta(), scratch);
        optimizer.update(t, rate(t));
        moved = false;
        if (EpochLengths.endsAt(t)) {
            InPlace.copy(bench.theta(), average);
            numbers[1] = 0;
            moved = true;
        } else {
            project();
        }
        if (moved) {
            thetaSquares.measure();
        }
    }

    /** The nearest point of the ball. */
    private void project() {
        double squares = 0;
        for (int k = 0; k < slots; k++) {
            squares += thetaSquares(k);
        }
        double norm = Math.sqrt(squares);
        if (norm > numbers[0]) {
            InPlace.scale(bench.theta(), numbers[0] / norm);
            moved = true;
        }
    }

    @Override
    public double rate(long t) {
        return EpochLengths.rate(lambda, EpochLengths.epochOf(t));
    }

    @Override
    public double thetaSquares(int slot) {
        return moved ? thetaSquares.of(slot) : super.thetaSquares(slot);
    }

    @Override
    public List<INDArray> memory() {
        return List.of(average);
    }

    @Override
    public double[] numbers() {
        return numbers;
    }

    @Override
    public void close() {
        super.close();
        average.close();
        scratch.close();
    }
}
