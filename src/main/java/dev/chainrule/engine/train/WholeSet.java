package dev.chainrule.engine.train;

import dev.chainrule.engine.network.Network;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient over all examples, added up in chunks of the network's capacity so that memory does not grow with their number. One
 * step an epoch; the order of the examples does not matter and stays as it is.
 */
final class WholeSet implements Source {

    private final Network network;
    private final Chunks chunks;
    private final Hits hits;

    private Examples chunk;
    private long drawn;
    private double dataLoss;
    private double penalty;
    private long right;

    WholeSet(Network network, Examples examples, Hits hits) {
        this.network = network;
        this.hits = hits;
        chunks = new Chunks(examples, network.capacity());
        chunk = chunks.get(0);
    }

    @Override
    public int stepsPerEpoch() {
        return 1;
    }

    @Override
    public void propagate(long step) {
        drawn = step;
        repeat();
    }

    @Override
    public void repeat() {
        double scale = 1.0 / chunks.count();
        double sum = 0;
        right = 0;
        network.startGradient();
        for (int i = 0; i < chunks.size() && Double.isFinite(sum); i++) {
            chunk = chunks.get(i);
            network.draw(drawn * chunks.size() + i);
            sum += network.forward(chunk.x(), chunk.y());
            network.backward(scale);
            right += hits.count(network.yHat(), chunk.y());
        }
        dataLoss = sum * scale;
        penalty = network.penalty();
    }

    /** J at theta as it is; the gradient is left alone, and so are the numbers of the last step. */
    double value() {
        double sum = 0;
        for (int i = 0; i < chunks.size(); i++) {
            chunk = chunks.get(i);
            network.draw(drawn * chunks.size() + i);
            sum += network.forward(chunk.x(), chunk.y());
        }
        return sum / chunks.count() + network.penalty();
    }

    /** The network's product <- the Hessian of J times v, and gradient <- grad J, at theta as it is. */
    void propagateTangent(INDArray v) {
        double scale = 1.0 / chunks.count();
        network.startGradient();
        network.startProduct(v);
        for (int i = 0; i < chunks.size(); i++) {
            chunk = chunks.get(i);
            network.draw(drawn * chunks.size() + i);
            network.forward(chunk.x(), chunk.y());
            network.backward(scale);
            network.addProduct(scale);
        }
    }

    /** Brings the layers to where {@link #repeat} left them; overwrites the gradient. */
    void showLast() {
        chunk = chunks.get(chunks.size() - 1);
        network.draw(drawn * chunks.size() + chunks.size() - 1);
        network.forward(chunk.x(), chunk.y());
        network.backward(1.0 / chunks.count());
    }

    @Override
    public Examples batch() {
        return chunk;
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
        return chunks.count();
    }

    @Override
    public long right() {
        return right;
    }

    @Override
    public void close() {
        // views of the caller's examples
    }
}
