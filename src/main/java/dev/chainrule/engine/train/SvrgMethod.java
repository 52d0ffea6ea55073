package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.optimize.Sgd;
import dev.chainrule.engine.optimize.SlotSquares;
import dev.chainrule.engine.optimize.Svrg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Svrg} at work. The gradient that a step reports and goes by is the corrected one. */
final class SvrgMethod extends FirstOrder implements Method {

    private final WholeSet whole;
    private final long inner;
    private final INDArray snapshot;
    private final INDArray mean;
    private final INDArray atSnapshot;
    private final INDArray kept;
    private final @Nullable INDArray average;
    private final SlotSquares thetaSquares;
    /** Updates since the snapshot was taken. */
    private final double[] since = {0};

    private long gradients;
    private boolean moved;

    SvrgMethod(Svrg spec, Workbench bench) {
        super(bench, bench.optimizer(new Sgd(spec.learningRate())));
        Parameters parameters = bench.parameters();
        whole = new WholeSet(bench.network(), bench.examples(), bench.hits());
        inner = (long) spec.snapshotEvery() * bench.source().stepsPerEpoch();
        snapshot = parameters.like();
        mean = parameters.like();
        atSnapshot = parameters.like();
        kept = parameters.like();
        average = spec.snapshot() == Svrg.Snapshot.AVERAGE ? parameters.like() : null;
        thetaSquares = new SlotSquares(parameters, bench.theta());
    }

    @Override
    public void propagate(long t) {
        gradients = 0;
        if (since[0] == 0) {
            takeSnapshot(t);
        }
        Source source = bench.source();
        INDArray theta = bench.theta();
        INDArray gradient = bench.gradient();
        InPlace.copy(kept, theta);
        InPlace.copy(theta, snapshot);
        source.propagate(t);
        InPlace.copy(atSnapshot, gradient); // g(s)
        InPlace.copy(theta, kept);
        source.repeat(); //                    g(theta), last: layers and source stand at theta
        InPlace.axpy(gradient, -1, atSnapshot);
        InPlace.axpy(gradient, 1, mean);
        gradients += 2L * source.examples();
    }

    /** s <- theta, mu <- the gradient over all examples there. */
    private void takeSnapshot(long t) {
        InPlace.copy(snapshot, bench.theta());
        whole.propagate(-t); // draws of its own, as no step has this number
        InPlace.copy(mean, bench.gradient());
        gradients += whole.examples();
    }

    @Override
    public void update(long t) {
        super.update(t);
        moved = false;
        since[0]++;
        if (average != null) {
            InPlace.approach(average, 1 / since[0], bench.theta(), kept);
        }
        if (since[0] == inner) {
            since[0] = 0;
            goOnFromAverage();
        }
    }

    private void goOnFromAverage() {
        if (average != null) {
            InPlace.copy(bench.theta(), average);
            thetaSquares.measure();
            moved = true;
        }
    }

    @Override
    public double thetaSquares(int slot) {
        return moved ? thetaSquares.of(slot) : super.thetaSquares(slot);
    }

    @Override
    public long gradients() {
        return gradients;
    }

    @Override
    public List<INDArray> memory() {
        List<INDArray> memory = new ArrayList<>(List.of(snapshot, mean));
        if (average != null) {
            memory.add(average);
        }
        return memory;
    }

    @Override
    public double[] numbers() {
        return since;
    }

    @Override
    public void close() {
        super.close();
        whole.close();
        memory().forEach(INDArray::close);
        atSnapshot.close();
        kept.close();
    }
}
