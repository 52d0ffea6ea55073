package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Examples in their own order, as views of at most so many columns each; made once, nothing is copied. */
final class Chunks {

    private final List<Examples> chunks = new ArrayList<>();
    private final int count;

    Chunks(Examples examples, int size) {
        count = examples.count();
        for (int from = 0; from < count; from += size) {
            int m = Math.min(size, count - from);
            chunks.add(new Examples(columns(examples.x(), from, m), columns(examples.y(), from, m)));
        }
    }

    private static INDArray columns(INDArray a, long from, long m) {
        return OffHeap.view(a, from * a.size(0), a.size(0), m);
    }

    /** Number of chunks. */
    int size() {
        return chunks.size();
    }

    /** Chunk number i, from 0. */
    Examples get(int i) {
        return chunks.get(i);
    }

    /** Number of examples in all. */
    int count() {
        return count;
    }
}
