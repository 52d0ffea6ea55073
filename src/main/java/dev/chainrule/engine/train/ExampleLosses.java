package dev.chainrule.engine.train;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.network.Mode;
import dev.chainrule.engine.network.Network;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each example by itself, as the network predicts: how wrong it is, and how hard it pulls at the parameters.
 *
 * @param losses L(yHat, y) of each, without the penalty
 * @param gradientNorms ||dL/dtheta|| of each
 */
public record ExampleLosses(double[] losses, double[] gradientNorms) {

    /**
     * One forward and one backward pass an example.
     *
     * @param network its activations and its gradient are overwritten
     * @param examples only read
     */
    public static ExampleLosses of(Network network, Examples examples) {
        int n = examples.count();
        ExampleLosses each = new ExampleLosses(new double[n], new double[n]);
        INDArray gradient = network.parameters().gradient();
        try (ColumnBuffer x = column(examples.x());
                ColumnBuffer y = column(examples.y())) {
            Chunks chunks = new Chunks(examples, 1);
            for (int j = 0; j < n; j++) {
                InPlace.copy(x.first(1), chunks.get(j).x());
                InPlace.copy(y.first(1), chunks.get(j).y());
                InPlace.fill(gradient, 0);
                each.losses[j] = network.forward(x.first(1), y.first(1), Mode.PREDICTION);
                network.backward(1);
                each.gradientNorms[j] = Math.sqrt(Reductions.sumOfSquares(gradient));
            }
        }
        return each;
    }

    private static ColumnBuffer column(INDArray a) {
        return new ColumnBuffer(a.dataType(), a.size(0), 1);
    }
}
