package dev.chainrule.engine.train;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.Columns;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.network.Network;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each epoch goes once through all examples, batch by batch, in an order drawn for (seed, epoch); the last batch of an epoch may be
 * smaller. An optimizer that wants independent draws gets as many examples an epoch, drawn with replacement. Examples are copied side by side into one buffer, of which a smaller batch is the first part.
 */
final class Minibatches implements Source {

    private final Network network;
    private final Examples examples;
    private final Hits hits;
    private final RandomStream random;
    private final boolean shuffle;
    private final boolean replacement;
    private final int batch;
    private final int stepsPerEpoch;
    private final int[] order;
    private final ColumnBuffer xs;
    private final ColumnBuffer ys;

    private long orderOf = -1;
    private int m;
    private double dataLoss;
    private double penalty;
    private long right;

    Minibatches(Network network, Examples examples, TrainingSpec training, Hits hits, RandomStream seed) {
        this.network = network;
        this.examples = examples;
        this.hits = hits;
        random = seed.split("order");
        shuffle = training.shuffle();
        replacement = training.optimizer().withReplacement();
        int n = examples.count();
        batch = Math.min(training.batchSize(), n);
        stepsPerEpoch = (n + batch - 1) / batch;
        order = new int[n];
        DataType type = examples.x().dataType();
        xs = new ColumnBuffer(type, examples.x().size(0), batch);
        ys = new ColumnBuffer(type, examples.y().size(0), batch);
    }

    @Override
    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    @Override
    public void propagate(long step) {
        long epoch = (step - 1) / stepsPerEpoch;
        int from = (int) ((step - 1) % stepsPerEpoch) * batch;
        arrange(epoch);
        m = Math.min(batch, order.length - from);
        INDArray x = xs.first(m);
        INDArray y = ys.first(m);
        Columns.gatherColumns(x, examples.x(), order, from);
        Columns.gatherColumns(y, examples.y(), order, from);
        network.draw(step);
        repeat();
    }

    @Override
    public void repeat() {
        INDArray x = xs.first(m);
        INDArray y = ys.first(m);
        network.startGradient();
        dataLoss = network.forward(x, y) / m;
        network.backward(1.0 / m);
        penalty = network.penalty();
        right = hits.count(network.yHat(), y);
    }

    private void arrange(long epoch) {
        if (orderOf == epoch) {
            return;
        }
        if (replacement) {
            RandomStream draws = random.at(epoch);
            for (int i = 0; i < order.length; i++) {
                order[i] = draws.nextInt(order.length);
            }
        } else if (shuffle) {
            random.at(epoch).permutation(order);
        } else {
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
        }
        orderOf = epoch;
    }

    @Override
    public Examples batch() {
        return new Examples(xs.first(m), ys.first(m));
    }

    @Override
    public double dataLoss() {
        return dataLoss;
    }

    @Override
    public double penalty() {
        return penalty;
    }

    @Override
    public int examples() {
        return m;
    }

    @Override
    public long right() {
        return right;
    }

    @Override
    public void close() {
        xs.close();
        ys.close();
    }
}
