package dev.chainrule.bench;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One large product of matrices: the rate that no net's products can exceed. */
final class LargeProduct {

    private static final int TRIES = 5;

    private final INDArray a;
    private final INDArray b;
    private final INDArray c;

    LargeProduct(DataType type) {
        a = OffHeap.matrix(type, Ours.PRODUCT, Ours.PRODUCT);
        b = OffHeap.matrix(type, Ours.PRODUCT, Ours.PRODUCT);
        c = OffHeap.matrix(type, Ours.PRODUCT, Ours.PRODUCT);
        InPlace.fill(a, 1);
        InPlace.fill(b, 1);
    }

    /** Nanoseconds of one product, the best of five. */
    long nanos() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long started = System.nanoTime();
            InPlace.matmul(c, a, b);
            best = Math.min(best, System.nanoTime() - started);
        }
        return best;
    }
}
