package dev.chainrule.bench;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.optimize.Schedule;
import dev.chainrule.engine.optimize.UpdateRule;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.engine.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A classifier to train: dense layers, then a softmax with cross-entropy.
 *
 * @param name as the tables call it
 * @param activation of the hidden layers, "relu" or "tanh"
 * @param batch examples a step
 * @param epochs of {@link #BATCHES} steps in one timed block: long enough that a clock's grain and one pause of the machine do not matter
 * @param sizes inputs, hidden units, classes
 */
record Net(String name, String activation, int batch, int epochs, List<Integer> sizes) {

    /** Minibatches in the data. */
    static final int BATCHES = 32;

    static final List<Net> ALL = List.of(
            new Net("4-16-3", "relu", 16, 200, List.of(4, 16, 3)),
            new Net("64-64-64-10", "relu", 32, 40, List.of(64, 64, 64, 10)),
            new Net("784-128-10", "relu", 64, 6, List.of(784, 128, 10)),
            new Net("784-512-256-10", "relu", 128, 2, List.of(784, 512, 256, 10)),
            new Net("20 x 64", "tanh", 32, 8, deep()));

    private static List<Integer> deep() {
        return IntStream.range(0, 22).map(k -> k < 21 ? 64 : 10).boxed().toList();
    }

    static Net named(String name) {
        return ALL.stream()
                .filter(net -> net.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no net \"" + name + "\"; there are "
                        + ALL.stream().map(Net::name).collect(Collectors.joining(", "))));
    }

    int inputs() {
        return sizes.getFirst();
    }

    int classes() {
        return sizes.getLast();
    }

    int layers() {
        return sizes.size() - 1;
    }

    int examples() {
        return batch * BATCHES;
    }

    /** Multiplications and additions of the matrix products of one step: forward, and two backward for all layers but the first. */
    double flops() {
        double sum = 0;
        for (int k = 0; k < layers(); k++) {
            double product = 2.0 * batch * sizes.get(k) * sizes.get(k + 1);
            sum += (k == 0 ? 2 : 3) * product;
        }
        return sum;
    }

    /** The service's own description of a classifier of these sizes. */
    static NetworkSpec network(String activation, List<Integer> sizes) {
        Activation hidden = activation.equals("relu") ? new Activation.Relu() : new Activation.Tanh();
        List<LayerSpec> layers = new ArrayList<>();
        for (int units : sizes.subList(1, sizes.size() - 1)) {
            layers.add(Dense.of(units, hidden));
        }
        layers.add(Dense.of(sizes.getLast(), new Activation.Softmax()));
        return new NetworkSpec(sizes.getFirst(), layers, new Loss.CategoricalCrossentropy(), null);
    }

    /** Its training until somebody stops it, a row of every series each so many steps, no activations and no histograms. */
    static RunSpec endless(
            NetworkSpec network, UpdateRule optimizer, int batch, boolean shuffle, Precision precision, int every) {
        MonitorSpec.Every never = new MonitorSpec.Every(0);
        TrainingSpec training = new TrainingSpec(
                optimizer, new Schedule.Constant(), 1_000_000, batch, shuffle, 1L, precision, null, null, 86_400);
        return new RunSpec(network, training, new MonitorSpec(every, never, never));
    }
}
