package dev.chainrule.engine.train;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.Probe;
import dev.chainrule.engine.train.SeriesGroup.Series;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The group "activation": for each layer, over its units and the batch, or the last piece of one taken in pieces, the mean and the
 * deviation of h; the share of units whose f'(a) is 0 for every example (dead); and, of an activation with flat ends, the share of
 * f'(a) below {@value #FLAT}.
 */
final class ActivationSeries implements AutoCloseable {

    /** sigmoid: h below 0.02 or above 0.98; tanh: |h| above 0.99. */
    private static final double FLAT = 0.02;

    private static final int PER_LAYER = 4;
    private static final int DEAD = 2;
    private static final int SATURATED = 3;

    private final List<Layer> layers;
    private final SeriesGroup group;
    private final double[] row;

    ActivationSeries(Network network) {
        DataType type = network.parameters().type();
        layers = network.probes().stream()
                .map(probe -> Layer.of(probe, type, network.capacity()))
                .toList();
        List<Series> series = new ArrayList<>();
        for (Layer layer : layers) {
            String name = layer.probe.name();
            series.add(new Series("activationMean." + name, "1", name));
            series.add(new Series("activationDeviation." + name, "1", name));
            series.add(new Series("deadFraction." + name, "share", name));
            series.add(new Series("saturatedFraction." + name, "share", name));
        }
        group = new SeriesGroup("activation", series);
        row = new double[series.size()];
    }

    /** Bytes this will allocate for a network of so many units in all. */
    static long bytes(DataType type, long units, int capacity) {
        return OffHeap.bytes(type, units * (capacity + 1L));
    }

    /** Share of dead units of layer k in a row. */
    static double deadFraction(double[] row, int k) {
        return row[PER_LAYER * k + DEAD];
    }

    /** Share of flat derivatives of layer k in a row. */
    static double saturatedFraction(double[] row, int k) {
        return row[PER_LAYER * k + SATURATED];
    }

    SeriesGroup group() {
        return group;
    }

    /** The row of the batch the network has just seen; the array is refilled at the next call. */
    double[] capture() {
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).describe(row, PER_LAYER * i);
        }
        return row;
    }

    @Override
    public void close() {
        layers.forEach(Layer::close);
    }

    private record Layer(Probe probe, ColumnBuffer derivatives, INDArray sums) {

        static Layer of(Probe probe, DataType type, int capacity) {
            long units = probe.h().size(0);
            return new Layer(probe, new ColumnBuffer(type, units, capacity), OffHeap.matrix(type, units, 1));
        }

        void describe(double[] row, int at) {
            INDArray h = probe.h();
            double n = h.size(0) * h.size(1);
            double mean = Reductions.sum(h) / n;
            row[at] = mean;
            row[at + 1] = Math.sqrt(Math.max(0, Reductions.sumOfSquares(h) / n - mean * mean));

            INDArray d = derivatives.first(h.size(1));
            probe.activation().derivative(d, probe.a(), h);
            Functions.abs(d, d);
            InPlace.fill(sums, 0);
            InPlace.addRowSums(sums, d);
            row[at + DEAD] = (double) Reductions.countZeros(sums) / h.size(0);
            row[at + SATURATED] = probe.activation().saturates() ? 1 - Reductions.countAbove(d, FLAT) / n : 0;
        }

        void close() {
            derivatives.close();
            sums.close();
        }
    }
}
