package dev.chainrule.engine.train;

import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.Slot;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.Probe;
import dev.chainrule.engine.train.SeriesGroup.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The group "step": J, the penalty, the learning rate, and for each layer the norms of its gradient (before clipping), of dJ/da, of
 * its weights after the update, and ||update|| / ||w||, which come from sums that the optimizer takes anyway; and how the norm of the
 * gradient changes on its way down, exactly: ||dJ/da_k|| = ||dJ/da_(k+1)|| x weightGain_(k+1) x activationGain_k, where weightGain =
 * ||W' g|| / ||g|| and activationGain = ||W' g * f'|| / ||W' g||.
 */
final class StepSeries {

    /** Places of the first four series. */
    static final int LOSS = 0;

    static final int PENALTY = 1;
    static final int LEARNING_RATE = 2;
    static final int GRADIENT_NORM = 3;

    private final SeriesGroup group;
    private final double[] row;
    private final List<Layer> layers;
    private final Source source;
    private final Method method;
    private final Progress progress;
    private @Nullable INDArray below;
    private double belowNorm;

    StepSeries(Network network, Source source, Method method, Progress progress) {
        this.source = source;
        this.method = method;
        this.progress = progress;
        layers = layers(network);
        group = new SeriesGroup("step", series(network.spec().loss().unit()));
        row = new double[group.series().size()];
    }

    private static List<Layer> layers(Network network) {
        List<Slot> slots = network.parameters().slots();
        Map<String, Layer> byName = new LinkedHashMap<>();
        for (int k = 0; k < slots.size(); k++) {
            String name = slots.get(k).name();
            String layer = name.substring(0, name.lastIndexOf('.'));
            byName.computeIfAbsent(layer, n -> layer(network, n)).slots.add(new Part(k, name));
        }
        return List.copyOf(byName.values());
    }

    private static Layer layer(Network network, String name) {
        Probe probe = network.probes().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElse(null);
        LayerSpec first = network.spec().allLayers().getFirst().layer(); // a part comes before what it is in
        return new Layer(name, probe, !name.equals(first.name()), new ArrayList<>());
    }

    private List<Series> series(String lossUnit) {
        List<Series> all = new ArrayList<>();
        all.add(new Series("loss", lossUnit, null));
        all.add(new Series("penalty", lossUnit, null));
        all.add(new Series("learningRate", "1", null));
        all.add(new Series("gradientNorm", "1", null));
        for (Layer layer : layers) {
            all.add(new Series("gradientNorm." + layer.name, "1", layer.name));
            for (Part part : layer.slots) {
                all.add(new Series("gradientNorm." + part.name, "1", layer.name));
            }
            all.add(new Series("deltaNorm." + layer.name, "1", layer.name));
            all.add(new Series("weightNorm." + layer.name, "1", layer.name));
            all.add(new Series("updateRatio." + layer.name, "1", layer.name));
            all.add(new Series("activationGain." + layer.name, "1", layer.name));
            if (layer.passesDown) {
                all.add(new Series("weightGain." + layer.name, "1", layer.name));
            }
        }
        all.add(new Series("gradientEvaluations", "examples", null));
        return all;
    }

    SeriesGroup group() {
        return group;
    }

    /** Place of a series in the row, -1 where there is no such series. */
    int place(String series) {
        return group.series().stream().map(Series::name).toList().indexOf(series);
    }

    /** Notes what the step shows before its update: J, and the norms of gradients and of dJ/da. */
    void look() {
        row[LOSS] = source.dataLoss() + source.penalty();
        row[PENALTY] = source.penalty();
        int next = GRADIENT_NORM + 1;
        double whole = 0;
        below = null;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            int first = next++;
            double squares = 0;
            for (int j = 0; j < layer.slots.size(); j++) {
                double part = method.gradientSquares(layer.slots.get(j).slot);
                row[next++] = Math.sqrt(part);
                squares += part;
            }
            row[first] = Math.sqrt(squares);
            whole += squares;
            passage(layer, next);
            next += layer.ownSeries();
        }
        row[GRADIENT_NORM] = Math.sqrt(whole);
    }

    private void passage(Layer layer, int at) {
        Probe probe = layer.probe;
        if (probe == null) {
            for (int i = 0; i < layer.ownSeries(); i++) {
                row[at + i] = Double.NaN;
            }
            return;
        }
        INDArray g = probe.outer();
        double outer = norm(g);
        double delta = probe.linear() ? outer : norm(probe.delta());
        row[at] = delta;
        row[at + 3] = delta / outer;
        if (layer.passesDown) {
            INDArray down = probe.inner();
            row[at + 4] =
                    (down == below ? belowNorm : norm(down)) / delta; // what one layer hands down is what the next gets
        }
        below = g;
        belowNorm = outer;
    }

    /**
     * The row of the step last looked at; the array is refilled at the next.
     *
     * @param updated false where the step diverged and theta was left alone
     */
    double[] complete(long step, boolean updated) {
        row[LEARNING_RATE] = method.rate(step);
        row[row.length - 1] = progress.gradients;
        int next = GRADIENT_NORM + 1;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            next += 1 + layer.slots.size();
            int weight = layer.slots.getFirst().slot;
            double norm = Math.sqrt(method.thetaSquares(weight));
            double update = updated ? Math.sqrt(method.updateSquares(weight)) : 0;
            row[next + 1] = norm;
            row[next + 2] = update == 0 ? 0 : update / norm;
            next += layer.ownSeries();
        }
        return row;
    }

    private static double norm(INDArray x) {
        return Math.sqrt(Reductions.squaredNorm(x));
    }

    /**
     * A layer that learns.
     *
     * @param passesDown whether a layer below waits for its W' g: not so for the first
     * @param slots its arrays, the weights first
     */
    private record Layer(String name, @Nullable Probe probe, boolean passesDown, List<Part> slots) {

        /** deltaNorm, weightNorm, updateRatio, activationGain and perhaps weightGain. */
        int ownSeries() {
            return passesDown ? 5 : 4;
        }
    }

    private record Part(int slot, String name) {}
}
