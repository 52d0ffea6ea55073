package dev.chainrule.engine.train;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Initializer;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Adam;
import dev.chainrule.engine.optimize.OptimizerSpec;
import dev.chainrule.engine.optimize.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A small run for the diagnostics to look at; starts healthy, each method plants one thing. Data: clouds of points, ten
 * inputs, four classes, inputs standardized.
 */
@NullUnmarked // NullAway cannot read nullable arrays of a record from its class file
final class Patient {

    private static final int INPUTS = 10;
    private static final int CLASSES = 4;

    private final String name;
    private final List<LayerSpec> hidden = new ArrayList<>();
    private OptimizerSpec optimizer = new Adam(0.003, 0.9, 0.999, 1e-8);
    private int epochs = 15;
    private int batchSize = 32;
    private int every = 1;
    private int examples = 400;
    private double spread = 1;
    private boolean randomLabels;
    private boolean noisy;
    private Initializer outputInitializer = new Initializer.GlorotUniform();

    Patient(String name) {
        this.name = name;
    }

    Patient layers(int depth, int units, Activation activation, Initializer initializer) {
        for (int k = 0; k < depth; k++) {
            hidden.add(dense(units, activation, initializer, null));
        }
        return this;
    }

    /** Like {@link #layers} with weights N(0, gain^2 / inputs). */
    Patient scaled(int depth, int units, Activation activation, double gain) {
        for (int k = 0; k < depth; k++) {
            int inputs = k == 0 && hidden.isEmpty() ? INPUTS : units;
            hidden.add(dense(units, activation, new Initializer.RandomNormal(0, gain / Math.sqrt(inputs)), null));
        }
        return this;
    }

    /** Gives one hidden layer (from 1) other first weights or biases. */
    Patient replace(int layer, Initializer initializer, double @Nullable [] bias) {
        Dense old = (Dense) hidden.get(layer - 1);
        hidden.set(layer - 1, dense(old.units(), old.activation(), initializer, bias));
        return this;
    }

    Patient sgd(double rate) {
        optimizer = new Sgd(rate);
        return this;
    }

    Patient optimizer(OptimizerSpec other) {
        optimizer = other;
        return this;
    }

    Patient epochs(int n) {
        epochs = n;
        return this;
    }

    Patient batches(int size) {
        batchSize = size;
        return this;
    }

    Patient lookedAtEvery(int steps) {
        every = steps;
        return this;
    }

    /** Few examples with labels that mean nothing: all there is to learn is by heart. */
    Patient byHeart() {
        examples = 60;
        randomLabels = true;
        return this;
    }

    /** Classes that overlap, so that some answers stay wrong and the gradient noisy. */
    Patient noisy() {
        noisy = true;
        return this;
    }

    Patient hugeInputs(double factor) {
        spread = factor;
        return this;
    }

    Patient output(Initializer initializer) {
        outputInitializer = initializer;
        return this;
    }

    static LayerSpec dense(int units, Activation activation, Initializer initializer, double @Nullable [] bias) {
        return new Dense(units, activation, null, initializer, true, null, null, null, bias);
    }

    /** Trains it and gives everything that was heard. */
    Recorder examine() {
        List<LayerSpec> layers = new ArrayList<>(hidden);
        layers.add(dense(CLASSES, new Activation.Softmax(), outputInitializer, null));
        NetworkSpec network = new NetworkSpec(INPUTS, layers, new Loss.CategoricalCrossentropy(), null);
        MonitorSpec monitor = new MonitorSpec(every, new MonitorSpec.Every(10), new MonitorSpec.Every(0));
        RunSpec spec = new RunSpec(network, Runs.training(optimizer, epochs, batchSize), monitor);
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, data())) {
            trainer.train(heard, () -> StopSignal.Request.CONTINUE);
        }
        return heard;
    }

    private TrainingData data() {
        Examples all = Runs.clouds(2 * examples, INPUTS, CLASSES, DataType.FLOAT, 11);
        all.x().muli(spread / Math.sqrt(5)); // clouds have variance 4 + 1
        if (noisy) {
            Examples noise = Runs.clouds(2 * examples, INPUTS, CLASSES, DataType.FLOAT, 13);
            all.x().addi(noise.x().mul(0.8));
        }
        if (randomLabels) {
            Examples others = Runs.clouds(2 * examples, INPUTS, CLASSES, DataType.FLOAT, 12);
            all = new Examples(all.x(), others.y());
        }
        return new TrainingData(part(all, 0, examples), part(all, examples, 2 * examples), true);
    }

    private static Examples part(Examples all, int from, int to) {
        INDArrayIndex columns = NDArrayIndex.interval(from, to);
        INDArrayIndex rows = NDArrayIndex.all();
        return new Examples(
                all.x().get(rows, columns).dup('f'), all.y().get(rows, columns).dup('f'));
    }

    @Override
    public String toString() {
        return name;
    }
}
