package dev.chainrule.engine.network;

import dev.chainrule.engine.array.ColumnBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The top of the network: from what the last layer gives to yHat and L(yHat, y), and the gradient that starts algorithm 6.4.
 * Everything is (outputs, m).
 */
sealed interface Criterion extends AutoCloseable {

    /** The criterion of a loss over an output with this activation. */
    static Criterion of(Loss loss, Dense output, Workshop shop) {
        ColumnBuffer gs = shop.columns(output.units());
        return switch (loss) {
            case Loss.OfOutput direct -> new Direct(direct, gs);
            case Loss.OfLogits fused ->
                new Fused(fused, fused.answer(output.activation()), shop.columns(output.units()), gs);
        };
    }

    /** Numbers kept for each example. */
    static long numbersPerExample(Loss loss, long outputs) {
        return loss instanceof Loss.OfLogits ? 2 * outputs : outputs; // dJ/dyHat, and yHat where it is made here
    }

    /** yHat from the last layer's h. */
    INDArray yHat(INDArray h);

    /** yHat as it stands after {@link #sum} or {@link #yHat}. */
    INDArray lastYHat(INDArray h);

    /** Sum over the examples of L(yHat, y). */
    double sum(INDArray h, INDArray y);

    /** scale dL/dh for the batch of the last {@link #sum}. */
    INDArray gradient(INDArray h, INDArray y, double scale);

    /**
     * R{scale dL/dh} for the batch of the last {@link #gradient}.
     *
     * @param rh R{h}; overwritten
     * @return (outputs, m)
     */
    INDArray gradientTangent(INDArray rh, INDArray h, INDArray y, double scale);

    /** The last layer as a monitor should see it: with the activation that makes yHat. */
    default Probe probe(Probe last) {
        return last;
    }

    @Override
    void close();

    /** yHat is the last layer's h. */
    record Direct(Loss.OfOutput loss, ColumnBuffer gs) implements Criterion {
        @Override
        public INDArray yHat(INDArray h) {
            return h;
        }

        @Override
        public INDArray lastYHat(INDArray h) {
            return h;
        }

        @Override
        public double sum(INDArray h, INDArray y) {
            return loss.sum(h, y);
        }

        @Override
        public INDArray gradient(INDArray h, INDArray y, double scale) {
            INDArray g = gs.first(h.size(1));
            loss.gradient(g, h, y, scale);
            return g;
        }

        @Override
        public INDArray gradientTangent(INDArray rh, INDArray h, INDArray y, double scale) {
            loss.gradientTangent(rh, rh, h, y, scale);
            return rh;
        }

        @Override
        public void close() {
            gs.close();
        }
    }

    /** The last layer is linear and gives the pre-activation a; yHat = f(a) is made here, together with the loss. */
    record Fused(Loss.OfLogits loss, Activation f, ColumnBuffer yHats, ColumnBuffer gs) implements Criterion {
        @Override
        public INDArray yHat(INDArray a) {
            INDArray yHat = yHats.first(a.size(1));
            f.value(yHat, a);
            return yHat;
        }

        @Override
        public INDArray lastYHat(INDArray a) {
            return yHats.first(a.size(1));
        }

        @Override
        public double sum(INDArray a, INDArray y) {
            return loss.sum(yHats.first(a.size(1)), a, y);
        }

        @Override
        public INDArray gradient(INDArray a, INDArray y, double scale) {
            long m = a.size(1);
            loss.gradient(gs.first(m), yHats.first(m), y, scale);
            return gs.first(m);
        }

        @Override
        public INDArray gradientTangent(INDArray ra, INDArray a, INDArray y, double scale) {
            loss.gradientTangent(ra, ra, yHats.first(a.size(1)), y, scale);
            return ra;
        }

        @Override
        public Probe probe(Probe last) {
            return new FusedProbe(last, f, yHats);
        }

        @Override
        public void close() {
            yHats.close();
            gs.close();
        }
    }
}
