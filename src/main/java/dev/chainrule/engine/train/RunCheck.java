package dev.chainrule.engine.train;

import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.SpecFault;
import java.util.ArrayList;
import java.util.List;

/** Whether a run's spec and its data fit each other. */
final class RunCheck {

    private RunCheck() {}

    /** Refuses a run that cannot start. */
    static void require(RunSpec spec, TrainingData data) {
        List<String> faults = new ArrayList<>();
        List<SpecFault> described = new ArrayList<>(spec.network().faults());
        described.addAll(spec.training().faults(data.validation() != null, data.classification()));
        if (described.isEmpty()) {
            described.addAll(spec.faults(data.training().count()));
        }
        described.forEach(fault -> faults.add(fault.message()));
        if (spec.training().seed() == null) {
            faults.add("A run needs a seed.");
        }
        examples(spec, data.training(), "training", faults);
        if (data.validation() != null) {
            examples(spec, data.validation(), "validation", faults);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", faults));
        }
    }

    private static void examples(RunSpec spec, Examples examples, String what, List<String> faults) {
        NetworkSpec network = spec.network();
        if (examples.count() < 1) {
            faults.add("There are no " + what + " examples.");
        }
        if (examples.x().size(0) != network.inputs()) {
            faults.add("A %s example has %d inputs, the network takes %d."
                    .formatted(what, examples.x().size(0), network.inputs()));
        }
        if (examples.y().size(0) != network.outputs()) {
            faults.add("A %s target has %d values, the network gives %d."
                    .formatted(what, examples.y().size(0), network.outputs()));
        }
        if (examples.x().dataType() != spec.training().precision().dataType()) {
            faults.add("The %s examples are %s, the run is %s."
                    .formatted(what, examples.x().dataType(), spec.training().precision()));
        }
    }
}
