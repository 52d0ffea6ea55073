package dev.chainrule.engine.train;

import dev.chainrule.engine.network.Network;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Judges a network on a fixed set of examples, in chunks of the network's capacity and through its buffers: nothing random is
 * drawn, nothing is learned, nothing is allocated after construction.
 */
public final class Evaluator implements AutoCloseable {

    private final Network network;
    private final Chunks chunks;
    private final Hits hits;
    private final boolean classification;

    /**
     * @param examples only read, and must outlive this
     * @param classification whether accuracy has a meaning
     */
    public Evaluator(Network network, Examples examples, boolean classification) {
        this.network = network;
        this.classification = classification;
        int size = Math.min(network.capacity(), examples.count());
        chunks = new Chunks(examples, size);
        hits = new Hits(classification, network.parameters().type(), size);
    }

    /** Loss and accuracy of the network as it is now; overwrites its activations. */
    public Evaluation evaluate() {
        return evaluate((yHat, y) -> {});
    }

    /**
     * The same, and shows every answer beside what was meant.
     *
     * @param each called chunk by chunk with yHat and y, (outputs, m) both, only read, good during the call
     */
    public Evaluation evaluate(BiConsumer<INDArray, INDArray> each) {
        double loss = 0;
        long right = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Examples chunk = chunks.get(i);
            loss += network.evaluate(chunk.x(), chunk.y());
            right += hits.count(network.yHat(), chunk.y());
            each.accept(network.yHat(), chunk.y());
        }
        double n = chunks.count();
        return new Evaluation(loss / n, classification ? right / n : Double.NaN);
    }

    @Override
    public void close() {
        hits.close();
    }
}
