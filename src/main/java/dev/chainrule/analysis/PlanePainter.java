package dev.chainrule.analysis;

import dev.chainrule.analysis.PlaneAnswer.PlaneLayer;
import dev.chainrule.dataset.Encoding;
import dev.chainrule.dataset.Task;
import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Probe;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of two inputs, asked at every cell of a grid; in memory of its own. */
final class PlanePainter implements AutoCloseable {

    private static final int CAPACITY = 512;

    private final Network network;
    private final ColumnBuffer xs = new ColumnBuffer(DataType.DOUBLE, 2, CAPACITY);

    PlanePainter(NetworkSpec spec, double[] theta) {
        network = Network.restore(spec, CAPACITY, DataType.DOUBLE, theta);
    }

    /** One list of cells an output. */
    List<double[]> outputs(double[] inputs, Encoding.Target target) {
        int rows = (int) network.spec().outputs();
        List<double[]> cells = lists(rows, inputs.length / 2);
        pass(inputs, (yHat, from) -> spread(yHat, from, cells));
        if (target.task() == Task.BINARY) {
            double[] first = new double[cells.getFirst().length];
            for (int cell = 0; cell < first.length; cell++) {
                first[cell] = PlaneScene.round(1 - cells.getFirst()[cell]);
            }
            cells.addFirst(first);
        } else if (target.task() == Task.REGRESSION) {
            cells.forEach(values -> {
                for (int cell = 0; cell < values.length; cell++) {
                    values[cell] = PlaneScene.round(target.offset() + target.scale() * values[cell]);
                }
            });
        }
        return cells;
    }

    /** What the first units of each hidden layer with weights say. */
    List<PlaneLayer> layers(double[] inputs, int most) {
        List<Probe> hidden = hidden();
        List<PlaneLayer> layers = new ArrayList<>();
        for (Probe probe : hidden) {
            int units = (int) probe.h().size(0);
            layers.add(new PlaneLayer(probe.name(), units, lists(Math.min(units, most), inputs.length / 2)));
        }
        pass(inputs, (yHat, from) -> {
            for (int k = 0; k < hidden.size(); k++) {
                spread(hidden.get(k).h(), from, layers.get(k).activations());
            }
        });
        return layers;
    }

    private List<Probe> hidden() {
        List<Probe> all = network.probes();
        return all.subList(0, all.size() - 1).stream().filter(Probe::hasWeights).toList();
    }

    private static List<double[]> lists(int count, int cells) {
        List<double[]> lists = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lists.add(new double[cells]);
        }
        return lists;
    }

    private interface Look {
        void at(INDArray yHat, int from);
    }

    private void pass(double[] inputs, Look look) {
        int cells = inputs.length / 2;
        for (int from = 0; from < cells; from += CAPACITY) {
            int m = Math.min(CAPACITY, cells - from);
            double[] some = new double[2 * m];
            System.arraycopy(inputs, 2 * from, some, 0, some.length);
            INDArray x = xs.first(m);
            OffHeap.fromDoubles(x, some);
            look.at(network.predict(x), from);
        }
    }

    /** Columns of a matrix into the lists of its first rows. */
    private static void spread(INDArray matrix, int from, List<double[]> lists) {
        int rows = (int) matrix.size(0);
        double[] values = OffHeap.toDoubles(matrix);
        for (int j = 0; j < values.length / rows; j++) {
            for (int i = 0; i < lists.size(); i++) {
                lists.get(i)[from + j] = PlaneScene.round(values[j * rows + i]);
            }
        }
    }

    @Override
    public void close() {
        xs.close();
        network.close();
    }
}
