package dev.chainrule.job;

import dev.chainrule.dataset.Bound;
import dev.chainrule.dataset.Task;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Margin;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.SpecFault;
import dev.chainrule.web.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From the layers asked for and the target to a whole network: where they are not given, the output layer and the loss are
 * the first of their kind that fit the target and each other.
 */
final class NetworkPlan {

    private final ModelRequest model;
    private final Bound bound;

    NetworkPlan(ModelRequest model, Bound bound) {
        this.model = model;
        this.bound = bound;
    }

    /**
     * Whether a target of two classes is wanted as one number 0 or 1: one sigmoid unit was asked for, or the loss of one.
     */
    static boolean wantsBinary(ModelRequest model, Bound bound) {
        if (bound.task() != Task.CLASSIFICATION || bound.outputs() != 2) {
            return false;
        }
        if (model.output() instanceof Dense output) {
            return output.units() == 1;
        }
        return model.output() == null
                && (model.loss() instanceof Loss.BinaryCrossentropy || model.loss() instanceof Margin);
    }

    NetworkSpec network() {
        LayerSpec output = output();
        List<LayerSpec> layers = new ArrayList<>(model.layers());
        layers.add(output.name() == null ? output.named("output") : output);
        return new NetworkSpec(bound.inputs(), layers, loss(output), model.regularizer());
    }

    private LayerSpec output() {
        return model.output() == null ? Dense.of(bound.outputs(), outputActivation()) : model.output();
    }

    private Activation outputActivation() {
        Stream<Activation> fitting = switch (bound.task()) {
            case CLASSIFICATION ->
                Stream.of(
                        new Activation.Softmax(),
                        new Activation.Sigmoid(),
                        new Activation.Tanh(),
                        new Activation.Linear());
            case BINARY -> Stream.of(new Activation.Sigmoid(), new Activation.Tanh(), new Activation.Linear());
            case REGRESSION -> Stream.of(new Activation.Linear(), new Activation.Sigmoid());
        };
        List<Activation> candidates = fitting.toList();
        Loss wanted = model.loss();
        return wanted == null
                ? candidates.getFirst()
                : candidates.stream()
                        .filter(activation -> wanted.mismatch(activation) == null)
                        .findFirst()
                        .orElse(candidates.getFirst());
    }

    private Loss loss(LayerSpec output) {
        if (model.loss() != null) {
            return model.loss();
        }
        Stream<Loss> fitting = switch (bound.task()) {
            case CLASSIFICATION ->
                Stream.of(
                        new Loss.CategoricalCrossentropy(), new Loss.BinaryCrossentropy(), new Loss.MeanSquaredError());
            case BINARY -> Stream.of(new Loss.BinaryCrossentropy(), new Loss.MeanSquaredError());
            case REGRESSION -> Stream.of(new Loss.MeanSquaredError());
        };
        Optional<Loss> loss = output instanceof Dense dense
                ? fitting.filter(candidate -> candidate.mismatch(dense.activation()) == null)
                        .findFirst()
                : fitting.findFirst();
        return loss.orElse(new Loss.MeanSquaredError());
    }

    /** What is wrong with the network, by the request's own pointers. */
    List<Fault> faults(NetworkSpec network) {
        List<Fault> faults = new ArrayList<>();
        for (SpecFault fault : network.faults()) {
            faults.add(new Fault(pointer(fault), fault.code(), fault.message()));
        }
        if (bound.task() == Task.REGRESSION && network.loss() instanceof Margin) {
            String message =
                    "hinge and logistic tell classes apart; the target \"" + bound.target() + "\" is a number.";
            faults.add(new Fault("/model/loss", "LOSS_MISMATCH", message));
        }
        if (network.outputs() != bound.outputs()) {
            String message = "The output layer has " + network.outputs() + " units, the target \"" + bound.target()
                    + "\" needs " + bound.outputs() + what();
            faults.add(new Fault("/model/output/units", "SHAPE_MISMATCH", message));
        }
        return faults;
    }

    private String what() {
        return switch (bound.task()) {
            case CLASSIFICATION -> ": one for each of its classes.";
            case BINARY -> ": the probability of its second class.";
            case REGRESSION -> ": it is a number.";
        };
    }

    private String pointer(SpecFault fault) {
        if (fault.pointer().startsWith("/inputs")) {
            return "/dataset/features";
        }
        String output = "/layers/" + model.layers().size();
        boolean ofOutput = fault.pointer().equals(output) || fault.pointer().startsWith(output + "/");
        if (!ofOutput) {
            return "/model" + fault.pointer();
        }
        if (model.output() != null) {
            return "/model/output" + fault.pointer().substring(output.length());
        }
        return model.loss() == null ? "/model/layers" : "/model/loss";
    }
}
