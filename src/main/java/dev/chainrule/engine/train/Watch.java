package dev.chainrule.engine.train;

import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.diagnose.Diagnosis;
import dev.chainrule.engine.diagnose.EpochView;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.diagnose.Notes;
import dev.chainrule.engine.diagnose.RunView;
import dev.chainrule.engine.diagnose.StepView;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.Probe;
import dev.chainrule.engine.optimize.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Shows the diagnostics what a run reports, and passes on what they find. */
final class Watch {

    /** Layers that have weights. */
    private final List<Probe> probes;

    /** Their places among all layers looked at. */
    private final int[] places;

    private final Diagnosis diagnosis;
    private final List<Finding> found = new ArrayList<>();
    private final StepView view;
    private final int[] deltaNorm;
    private final int[] gradientNorm;
    private final int[] updateRatio;
    private final int[] weightGain;
    private final int[] activationGain;

    Watch(RunSpec spec, Network network, StepSeries steps, double baselineLoss) {
        List<Probe> all = network.probes();
        probes = all.stream().filter(Probe::hasWeights).toList();
        places = probes.stream().mapToInt(all::indexOf).toArray();
        List<RunView.LayerView> layers = probes.stream()
                .map(p -> new RunView.LayerView(
                        p.name(),
                        Member.of(((Record) p.activation()).getClass()).name()))
                .toList();
        List<LayerSpec> described = spec.network().layers();
        OptimizerSpec optimizer = spec.training().optimizer();
        RunView run = new RunView(
                layers,
                described.subList(0, described.size() - 1),
                optimizer.learningRate(),
                optimizer.reach(),
                baselineLoss);
        diagnosis = new Diagnosis(run, found::add);
        view = new StepView(probes.size());
        deltaNorm = places(p -> steps.place("deltaNorm." + p.name()));
        gradientNorm = places(p -> steps.place("gradientNorm." + p.name()));
        updateRatio = places(p -> steps.place("updateRatio." + p.name()));
        weightGain = places(p -> steps.place("weightGain." + p.name()));
        activationGain = places(p -> steps.place("activationGain." + p.name()));
    }

    private int[] places(ToIntFunction<Probe> place) {
        return probes.stream().mapToInt(place).toArray();
    }

    /** Takes the shares of dead and saturated units, where they were measured at this step; the layers still hold its batch. */
    void activations(double[] row) {
        for (int k = 0; k < probes.size(); k++) {
            boolean enough = probes.get(k).h().size(1) >= StepView.EXAMPLES;
            view.deadFraction[k] = enough ? ActivationSeries.deadFraction(row, places[k]) : Double.NaN;
            view.saturatedFraction[k] = ActivationSeries.saturatedFraction(row, places[k]);
        }
    }

    /** Looks at a step whose row was just told, then forgets what {@link #activations} said. */
    void step(long step, double[] row, TrainingListener listener) {
        view.step = step;
        view.loss = row[StepSeries.LOSS];
        for (int k = 0; k < probes.size(); k++) {
            view.deltaNorm[k] = row[deltaNorm[k]];
            view.layerGradientNorm[k] = row[gradientNorm[k]];
            view.updateRatio[k] = row[updateRatio[k]];
            view.weightGain[k] = passage(row, k);
            view.activationGain[k] = row[activationGain[k]];
        }
        diagnosis.onStep(view);
        view.forgetActivations();
        pass(listener);
    }

    /** ||dJ/dh_(k-1)|| / ||dJ/da_k||: the gain of the layer's weights, and of whatever lies between it and the next one below. */
    private double passage(double[] row, int k) {
        double own = weightGain[k] < 0 ? Double.NaN : row[weightGain[k]];
        if (k == 0) {
            return own;
        }
        double through = row[deltaNorm[k - 1]] / row[activationGain[k - 1]] / row[deltaNorm[k]];
        return Double.isFinite(through) ? through : own;
    }

    /** What the diagnostics remember, and what they have not been shown yet; noted or taken back. */
    void remember(Notes notes) {
        diagnosis.remember(notes);
        notes.keep(view.deadFraction);
        notes.keep(view.saturatedFraction);
    }

    void epoch(EpochView epoch, TrainingListener listener) {
        diagnosis.onEpoch(epoch);
        pass(listener);
    }

    void diverged(long step, Divergence divergence, TrainingListener listener) {
        diagnosis.onDiverged(step, divergence.layer(), divergence.reason());
        pass(listener);
    }

    private void pass(TrainingListener listener) {
        if (!found.isEmpty()) {
            found.forEach(listener::onFinding);
            found.clear();
        }
    }
}
