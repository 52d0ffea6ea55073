package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.UpdatePass;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.UpdateRule;
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
        int step = training.optimizer().fullBatch() ? CHUNK : training.batchSize();
        int columns = Math.min(step, trainingExamples);
        return Math.max(columns, Math.min(EVALUATION, validationExamples));
    }

    /** Bytes a run allocates off the heap. */
    static long bytes(RunSpec spec, int trainingExamples, int validationExamples) {
        TrainingSpec training = spec.training();
        NetworkSpec network = spec.network();
        DataType type = training.precision().dataType();
        int capacity = capacity(training, trainingExamples, validationExamples);
        long vectors = training.optimizer().vectors();
        vectors += spec.monitor().histograms().every() > 0 ? 1 : 0;
        vectors += training.earlyStopping() != null && training.earlyStopping().restoreBest() ? 1 : 0;
        int batch = training.optimizer().fullBatch() ? 0 : Math.min(training.batchSize(), trainingExamples);
        long numbers = vectors * network.parameters()
                + batch * (network.inputs() + network.outputs())
                + 2L * capacity
                + 2L * Math.min(capacity, validationExamples);
        long bytes = Network.estimateBytes(network, capacity, type) + OffHeap.bytes(type, numbers);
        if (training.optimizer() instanceof UpdateRule) {
            bytes += UpdatePass.tileBytes(type);
        }
        if (spec.monitor().activations().every() > 0) {
            bytes += ActivationSeries.bytes(type, units(network), capacity);
        }
        return bytes;
    }

    private static long units(NetworkSpec network) {
        return network.layers().stream()
                .filter(Dense.class::isInstance)
                .mapToLong(layer -> layer.outputs(0))
                .sum();
    }

    /** The layers as built. */
    static List<LayerInfo> layers(NetworkSpec network) {
        List<LayerInfo> layers = new ArrayList<>();
        long inputs = network.inputs();
        for (LayerSpec layer : network.layers()) {
            String type = Member.of(((Record) layer).getClass()).name();
            long outputs = layer.outputs(inputs);
            layers.add(new LayerInfo(String.valueOf(layer.name()), type, inputs, outputs, layer.parameters(inputs)));
            inputs = outputs;
        }
        return layers;
    }
}
