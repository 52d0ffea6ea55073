package dev.chainrule.engine.network;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.OffHeap;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained network that answers: yHat for any number of examples, from its description and parameters.
 *
 * <p>Thread-safe: calls take turns, for they share the network's buffers; whoever wants answers side by side makes several. The
 * memory is freed by {@link #close}, after which every call is refused.
 */
public final class Predictor implements AutoCloseable {

    private static final int CAPACITY = 256;

    private final Network network;
    private final ColumnBuffer xs;
    private boolean closed;

    private Predictor(Network network) {
        this.network = network;
        xs = new ColumnBuffer(network.parameters().type(), network.spec().inputs(), network.capacity());
    }

    /**
     * Allocates a network with given parameters.
     *
     * @param type number type the network was trained in: the same bits come out
     * @param values its parameters and running statistics, as a checkpoint holds them
     * @throws IllegalArgumentException where there are more or fewer, or the description has faults
     */
    public static Predictor of(NetworkSpec spec, DataType type, double[] values) {
        return new Predictor(Network.restore(spec, CAPACITY, type, values));
    }

    /**
     * yHat of each example.
     *
     * @param examples one a row, as many numbers as the network has inputs
     * @return one row an example, as many numbers as the network has outputs
     */
    public synchronized double[][] predict(double[][] examples) {
        if (closed) {
            throw new IllegalStateException("the predictor is closed");
        }
        double[][] answers = new double[examples.length][];
        for (int from = 0; from < examples.length; from += CAPACITY) {
            int m = Math.min(CAPACITY, examples.length - from);
            predict(examples, answers, from, m);
        }
        return answers;
    }

    /**
     * yHat of each column of x.
     *
     * @param x (inputs, n), the network's number type, 'f' order; only read
     * @return (outputs, n), new, to be closed by the caller
     */
    public synchronized INDArray predict(INDArray x) {
        if (closed) {
            throw new IllegalStateException("the predictor is closed");
        }
        long n = x.size(1);
        long inputs = x.size(0);
        long outputs = network.spec().outputs();
        double[] answers = new double[Math.toIntExact(outputs * n)];
        for (long from = 0; from < n; from += CAPACITY) {
            long m = Math.min(CAPACITY, n - from);
            double[] yHat = OffHeap.toDoubles(network.predict(OffHeap.view(x, from * inputs, inputs, m)));
            System.arraycopy(yHat, 0, answers, (int) (from * outputs), yHat.length);
        }
        INDArray all = OffHeap.matrix(network.parameters().type(), outputs, n);
        OffHeap.fromDoubles(all, answers);
        return all;
    }

    private void predict(double[][] examples, double[][] answers, int from, int m) {
        int inputs = network.spec().inputs();
        double[] packed = new double[inputs * m];
        for (int j = 0; j < m; j++) {
            double[] example = examples[from + j];
            if (example.length != inputs) {
                throw new IllegalArgumentException(
                        "example " + (from + j) + " has " + example.length + " values, the network takes " + inputs);
            }
            System.arraycopy(example, 0, packed, inputs * j, inputs);
        }
        INDArray x = xs.first(m);
        OffHeap.fromDoubles(x, packed);
        double[] yHat = OffHeap.toDoubles(network.predict(x));
        int outputs = yHat.length / m;
        for (int j = 0; j < m; j++) {
            answers[from + j] = Arrays.copyOfRange(yHat, outputs * j, outputs * (j + 1));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            xs.close();
            network.close();
        }
    }
}
