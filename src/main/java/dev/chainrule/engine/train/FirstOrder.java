package dev.chainrule.engine.train;

import dev.chainrule.engine.optimize.Optimizer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What methods have in common that end a step with a rule's update. */
abstract class FirstOrder {

    final Workbench bench;
    final Optimizer optimizer;

    FirstOrder(Workbench bench, Optimizer optimizer) {
        this.bench = bench;
        this.optimizer = optimizer;
    }

    public void propagate(long t) {
        bench.source().propagate(t);
    }

    public boolean measure() {
        return optimizer.measure();
    }

    public void update(long t) {
        optimizer.update(t);
    }

    public double rate(long t) {
        return optimizer.learningRate(t);
    }

    public long gradients() {
        return bench.source().examples();
    }

    public double gradientSquares(int slot) {
        return optimizer.gradientSquares(slot);
    }

    public boolean isFinite(int slot) {
        return optimizer.isFinite(slot);
    }

    public double thetaSquares(int slot) {
        return optimizer.thetaSquares(slot);
    }

    public double updateSquares(int slot) {
        return optimizer.updateSquares(slot);
    }

    public List<INDArray> memory() {
        return optimizer.memory();
    }

    public void close() {
        optimizer.close();
    }
}
