package dev.chainrule.engine.train;

import dev.chainrule.engine.catalog.CodePlace;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.SpecFault;
import java.util.List;

/** Everything that, with the data, fixes a run bit by bit. */
public record RunSpec(NetworkSpec network, TrainingSpec training, MonitorSpec monitor) {

    /** The source that computes its updates. */
    public CodePlace updatePlace() {
        return Method.place(training.optimizer());
    }

    /**
     * What its optimizer cannot do with this network and so many examples.
     *
     * @return pointers below the whole request: {@code /training/optimizer}
     */
    public List<SpecFault> faults(int trainingExamples) {
        return MethodCheck.faults(this, trainingExamples);
    }
}
