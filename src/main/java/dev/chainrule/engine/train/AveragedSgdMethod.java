package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.optimize.AveragedSgd;
import dev.chainrule.engine.optimize.Sgd;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link AveragedSgd} at work. */
final class AveragedSgdMethod extends FirstOrder implements Method {

    private final AveragedSgd spec;
    private final long before;
    private final INDArray average;
    private final INDArray kept;
    /** How many points stand in the average. */
    private final double[] averaged = {0};

    AveragedSgdMethod(AveragedSgd spec, Workbench bench) {
        super(bench, bench.optimizer(new Sgd(spec.learningRate())));
        this.spec = spec;
        before = (spec.startEpoch() - 1L) * bench.source().stepsPerEpoch();
        average = bench.parameters().like();
        kept = bench.parameters().like();
    }

    @Override
    public void update(long t) {
        super.update(t);
        if (t > before) {
            double weight = spec.weight(++averaged[0]);
            InPlace.approach(average, weight, bench.theta(), kept);
        }
    }

    @Override
    public void showAnswer() {
        InPlace.copy(kept, bench.theta());
        if (averaged[0] > 0) {
            InPlace.copy(bench.theta(), average);
        }
    }

    @Override
    public void hideAnswer() {
        InPlace.copy(bench.theta(), kept);
    }

    @Override
    public List<INDArray> memory() {
        return List.of(average);
    }

    @Override
    public double[] numbers() {
        return averaged;
    }

    @Override
    public void close() {
        super.close();
        average.close();
        kept.close();
    }
}
