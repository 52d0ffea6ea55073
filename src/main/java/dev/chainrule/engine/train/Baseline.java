package dev.chainrule.engine.train;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Loss;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The loss of the best constant answer: what a network must beat to have learned anything. */
final class Baseline {

    private Baseline() {}

    /** NaN where the loss does not know it. */
    static double of(Loss loss, INDArray y) {
        int outputs = (int) y.size(0);
        long n = y.size(1);
        double[] means = new double[outputs];
        double[] meanSquares = new double[outputs];
        for (long j = 0; j < n; j++) {
            for (int i = 0; i < outputs; i++) {
                double value = OffHeap.get(y, j * outputs + i);
                means[i] += value / n;
                meanSquares[i] += value * value / n;
            }
        }
        return loss.ofConstant(means, meanSquares);
    }
}
