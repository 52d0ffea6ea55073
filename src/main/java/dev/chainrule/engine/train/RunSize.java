package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Choices;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.LeastSquares;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.train.TrainingListener.LayerInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** How large a run is, told from its description alone. */
final class RunSize {

    /** Columns an evaluation takes at a time, where the batch is smaller. */
    private static final int EVALUATION = 256;

    /** Columns a full-batch gradient takes at a time. */
    private static final int CHUNK = 1024;

    private RunSize() {}

    static int count(@Nullable Examples examples) {
        return examples == null ? 0 : examples.count();
    }

    /** Columns the network's buffers need. */
    static int capacity(TrainingSpec training, int trainingExamples, int validationExamples) {
        int batch = training.optimizer().fullBatch() ? 1 : training.batchSize();
        int step = training.optimizer().wholeGradients() ? Math.max(batch, CHUNK) : batch;
        int columns = Math.min(step, trainingExamples);
        return Math.max(columns, Math.min(EVALUATION, validationExamples));
    }

    /** Steps that so many epochs would take. */
    static long askedSteps(TrainingSpec training, int trainingExamples) {
        long batch =
                Math.min(training.optimizer().fullBatch() ? trainingExamples : training.batchSize(), trainingExamples);
        return (trainingExamples + batch - 1) / batch * training.epochs();
    }

    /** Public name of an optimizer. */
    static String name(OptimizerSpec optimizer) {
        return Member.of(((Record) optimizer).getClass()).name();
    }

    /** Public name of a precision. */
    static String publicName(Precision precision) {
        return Choices.nameOf(precision);
    }

    /** Bytes a run allocates off the heap. */
    static long bytes(RunSpec spec, int trainingExamples, int validationExamples) {
        TrainingSpec training = spec.training();
        NetworkSpec network = spec.network();
        DataType type = training.precision().dataType();
        int capacity = capacity(training, trainingExamples, validationExamples);
        long vectors = training.optimizer().vectors();
        vectors += spec.monitor().histograms().every() > 0 ? 1 : 0;
        boolean best =
                training.earlyStopping() != null && training.earlyStopping().restoreBest();
        vectors += best ? 1 : 0;
        int batch = training.optimizer().fullBatch() ? 0 : Math.min(training.batchSize(), trainingExamples);
        long numbers = vectors * network.parameters()
                + (best ? network.statistics() : 0)
                + batch * (network.inputs() + network.outputs())
                + 2L * capacity
                + 2L * Math.min(capacity, validationExamples);
        long bytes = Network.estimateBytes(network, capacity, type) + OffHeap.bytes(type, numbers);
        if (!(training.optimizer().fullBatch() && training.optimizer().ownRate())) {
            bytes += UpdatePass.tileBytes(type); // a rule ends each step
        }
        bytes += extraBytes(training.optimizer(), network, type, capacity, trainingExamples);
        if (spec.monitor().activations().every() > 0) {
            bytes += ActivationSeries.bytes(type, units(network), capacity);
        }
        return bytes;
    }

    private static long extraBytes(
            OptimizerSpec optimizer, NetworkSpec network, DataType type, int capacity, int trainingExamples) {
        if (optimizer.secondOrder()) {
            return Network.estimateTangentBytes(network, capacity, type);
        }
        return optimizer instanceof LeastSquares ? ClosedFormMethod.bytes(network.inputs(), trainingExamples) : 0;
    }

    /** Rows of all layers that a monitor may look at: those with parameters of their own. */
    private static long units(NetworkSpec network) {
        return network.allLayers().stream()
                .filter(placed -> ownParameters(placed) > 0)
                .mapToLong(NetworkSpec.Placed::outputs)
                .sum();
    }

    /** Parameters of a layer without those of the layers inside it, which stand for themselves. */
    private static long ownParameters(NetworkSpec.Placed placed) {
        return placed.layer().parts().isEmpty() ? placed.layer().parameters(placed.inputs()) : 0;
    }

    /** The layers as built, those inside others before the one they are in. */
    static List<LayerInfo> layers(NetworkSpec network) {
        List<LayerInfo> layers = new ArrayList<>();
        for (NetworkSpec.Placed placed : network.allLayers()) {
            String type = Member.of(((Record) placed.layer()).getClass()).name();
            String name = String.valueOf(placed.layer().name());
            layers.add(new LayerInfo(name, type, placed.inputs(), placed.outputs(), ownParameters(placed)));
        }
        return layers;
    }
}
