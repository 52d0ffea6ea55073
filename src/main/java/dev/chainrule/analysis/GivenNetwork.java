package dev.chainrule.analysis;

import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Margin;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.SpecFault;
import dev.chainrule.engine.network.Walkthrough;
import dev.chainrule.job.ModelRequest;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From a request with numbers to a network: its output and loss settled, everything checked against everything. */
final class GivenNetwork {

    private static final int MOST_ROWS = 1_000;
    private static final long MOST_NUMBERS = 300_000;
    /** Of shares that were written with a few digits. */
    private static final double ROUNDING = 1e-6;

    private final NetworkGradientsRequest request;
    private final int inputs;
    private final int targets;
    private final boolean appended;
    private final NetworkSpec spec;

    GivenNetwork(NetworkGradientsRequest request) {
        this.request = request;
        inputs = request.rows().length == 0 ? 0 : request.rows()[0].length;
        targets = request.targets().length == 0 ? 0 : request.targets()[0].length;
        List<LayerSpec> layers = new ArrayList<>(request.model().layers());
        LayerSpec output = output();
        appended = output != null;
        if (output != null) {
            layers.add(output.name() == null ? output.named("output") : output);
        }
        spec = new NetworkSpec(
                inputs, layers, loss(layers.getLast()), request.model().regularizer());
    }

    /**
     * The network.
     *
     * @throws ProblemException 422 with every fault
     */
    NetworkSpec require() {
        List<Fault> faults = new ArrayList<>();
        spec.faults().forEach(fault -> faults.add(new Fault(pointer(fault), fault.code(), fault.message())));
        checkNumbers(faults);
        checkTargets(faults);
        checkVector(faults);
        if (request.loss() != null && request.model().loss() != null) {
            faults.add(new Fault("/loss", "AMBIGUOUS", "The loss stands in the model too; one of them is enough."));
        }
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(
                    faults.size() == 1 ? faults.getFirst().code() : "INVALID_SPEC", faults);
        }
        return spec;
    }

    /** The layer to be added at the top; null where the last one given is the output. */
    private @Nullable LayerSpec output() {
        ModelRequest model = request.model();
        if (model.output() != null) {
            return model.output();
        }
        boolean fits =
                !model.layers().isEmpty() && model.layers().getLast() instanceof Dense last && last.units() == targets;
        return fits ? null : Dense.of(Math.max(1, targets), activation());
    }

    private @Nullable Loss givenLoss() {
        return request.loss() == null ? request.model().loss() : request.loss();
    }

    /** The first output that the loss can judge. */
    private Activation activation() {
        Loss given = givenLoss();
        Stream<Activation> candidates = Stream.of(
                new Activation.Linear(), new Activation.Sigmoid(), new Activation.Softmax(), new Activation.Tanh());
        return candidates
                .filter(f -> given == null || given.mismatch(f) == null)
                .findFirst()
                .orElse(new Activation.Linear());
    }

    private Loss loss(LayerSpec output) {
        Loss given = givenLoss();
        if (given != null) {
            return given;
        }
        Loss squared = new Loss.MeanSquaredError();
        return output instanceof Dense dense
                ? Stream.of(new Loss.CategoricalCrossentropy(), new Loss.BinaryCrossentropy())
                        .filter(loss -> loss.mismatch(dense.activation()) == null)
                        .map(Loss.class::cast)
                        .findFirst()
                        .orElse(squared)
                : squared;
    }

    /** Targets outside what the loss is stated for have a gradient that is not the loss's. */
    private void checkTargets(List<Fault> faults) {
        boolean sides = spec.loss() instanceof Margin;
        boolean shares = spec.loss() instanceof Loss.CategoricalCrossentropy;
        for (int i = 0; i < request.targets().length && faults.isEmpty(); i++) {
            double[] target = request.targets()[i];
            if (sides && !Arrays.stream(target).allMatch(y -> y == 0 || y == 1)) {
                faults.add(new Fault("/targets/" + i, "OUT_OF_RANGE", "Targets of this loss are 0 or 1."));
            } else if (shares && !(Math.abs(Arrays.stream(target).sum() - 1) <= ROUNDING)) {
                String message = "A target of this loss is a distribution over the classes: its numbers add to 1.";
                faults.add(new Fault("/targets/" + i, "OUT_OF_RANGE", message));
            }
        }
    }

    private void checkNumbers(List<Fault> faults) {
        int rows = request.rows().length;
        if (rows < 1 || rows > MOST_ROWS) {
            faults.add(
                    new Fault("/rows", "OUT_OF_RANGE", "1 to " + MOST_ROWS + " rows are needed, were " + rows + "."));
        }
        if (rows != request.targets().length) {
            String message = rows + " rows need as many targets, not " + request.targets().length + ".";
            faults.add(new Fault("/targets", "SHAPE_MISMATCH", message));
        } else if (rows > 0 && spec.outputs() != targets) {
            String message = "The output has " + spec.outputs() + " units, a target " + targets + " numbers.";
            faults.add(new Fault("/targets", "SHAPE_MISMATCH", message));
        }
        long numbers = Walkthrough.numbers(spec, rows);
        if (numbers > MOST_NUMBERS) {
            String message = "The passes have about " + numbers + " numbers (" + spec.parameters() + " parameters, "
                    + rows + " examples); at most " + MOST_NUMBERS + " are shown.";
            faults.add(new Fault("/model", "TOO_LARGE", message));
        }
    }

    private void checkVector(List<Fault> faults) {
        double[] vector = request.vector();
        if (vector != null && vector.length != spec.parameters()) {
            String message =
                    "The network has " + spec.parameters() + " parameters, the vector " + vector.length + " numbers.";
            faults.add(new Fault("/vector", "SHAPE_MISMATCH", message));
        }
    }

    private String pointer(SpecFault fault) {
        if (fault.pointer().startsWith("/inputs")) {
            return "/rows";
        }
        String output = "/layers/" + request.model().layers().size();
        boolean ofOutput =
                appended && (fault.pointer().equals(output) || fault.pointer().startsWith(output + "/"));
        return "/model" + (ofOutput ? "/output" + fault.pointer().substring(output.length()) : fault.pointer());
    }
}
