package dev.chainrule.bench.service;

import com.sun.management.ThreadMXBean;
import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.Columns;
import dev.chainrule.engine.array.OffHeap;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Minibatches as the trainer gathers them: microseconds a batch, and bytes that the thread allocates on the heap meanwhile. */
final class Gathering {

    private static final int INPUTS = 784;
    private static final int EXAMPLES = 60_000;
    private static final int BATCH = 64;
    private static final int BATCHES = 10_000;
    private static final int WARM = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final int rounds;

    Gathering(int rounds) {
        this.rounds = rounds;
    }

    void print() {
        INDArray x = OffHeap.matrix(DataType.FLOAT, INPUTS, EXAMPLES);
        x.assign(0.5);
        int[] order = new SplittableRandom(1).ints(EXAMPLES, 0, EXAMPLES).toArray();
        double[] micros = new double[rounds];
        double[] rates = new double[rounds];
        double[] heap = new double[rounds];
        try (ColumnBuffer buffer = new ColumnBuffer(DataType.FLOAT, INPUTS, BATCH)) {
            for (int i = -WARM; i < rounds; i++) {
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long began = System.nanoTime();
                for (int batch = 0; batch < BATCHES; batch++) {
                    Columns.gatherColumns(buffer.first(BATCH), x, order, batch * BATCH % (EXAMPLES - BATCH));
                }
                double seconds = (System.nanoTime() - began) / 1e9;
                if (i >= 0) {
                    heap[i] = threads.getCurrentThreadAllocatedBytes() - bytes;
                    micros[i] = 1e6 * seconds / BATCHES;
                    rates[i] = 4.0 * INPUTS * BATCH * BATCHES / seconds / 1e9;
                }
            }
        }
        JobsBenchmark.row("a minibatch of 64 x 784 gathered from 60 000 examples (us)", micros);
        JobsBenchmark.row("the same in GB/s", rates);
        System.out.printf(
                "| heap allocated by %d such minibatches (bytes) | %.0f | | |%n",
                BATCHES, Arrays.stream(heap).max().orElse(0));
    }
}
