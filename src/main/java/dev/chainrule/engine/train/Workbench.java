package dev.chainrule.engine.train;

import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.optimize.Optimizer;
import dev.chainrule.engine.optimize.UpdateRule;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a method works with; all of it belongs to the trainer.
 *
 * @param source of the steps' gradients
 * @param data training examples, and those held out
 * @param hits counts right answers
 * @param totalSteps T of the schedule
 */
record Workbench(RunSpec run, Network network, Source source, TrainingData data, Hits hits, long totalSteps) {

    /** All of the training examples. */
    Examples examples() {
        return data.training();
    }

    /** Whether examples that are held out pass through the layers at the end of each epoch. */
    boolean validated() {
        return data.validation() != null;
    }

    /** The source of a full-batch optimizer. */
    WholeSet whole() {
        return (WholeSet) source;
    }

    /** J over all training examples, for a full-batch optimizer. */
    WholeObjective objective() {
        return new WholeObjective(network, whole());
    }

    TrainingSpec training() {
        return run.training();
    }

    Parameters parameters() {
        return network.parameters();
    }

    INDArray theta() {
        return parameters().theta();
    }

    INDArray gradient() {
        return parameters().gradient();
    }

    /** A rule with the run's schedule and clipping. */
    Optimizer optimizer(UpdateRule rule) {
        return new Optimizer(rule, training().schedule(), training().clip(), parameters(), totalSteps);
    }
}
