package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.TwiceDifferentiable;
import dev.chainrule.engine.network.Network;
import org.nd4j.linalg.api.ndarray.INDArray;

/** J over all training examples as a function of theta, taken in chunks; counts what it costs. */
final class WholeObjective implements TwiceDifferentiable {

    private final Network network;
    private final WholeSet whole;
    private long gradients;

    WholeObjective(Network network, WholeSet whole) {
        this.network = network;
        this.whole = whole;
    }

    @Override
    public INDArray theta() {
        return network.parameters().theta();
    }

    @Override
    public INDArray gradient() {
        return network.parameters().gradient();
    }

    @Override
    public double value() {
        return whole.value();
    }

    @Override
    public double valueAndGradient() {
        whole.repeat();
        gradients += whole.examples();
        return whole.dataLoss() + whole.penalty();
    }

    @Override
    public void hessianVectorProduct(INDArray out, INDArray v) {
        whole.propagateTangent(v);
        gradients += 2L * whole.examples();
        InPlace.copy(out, network.product());
    }

    /** Gradients of single examples since this was last asked; a product counts as two. */
    long gradients() {
        long taken = gradients;
        gradients = 0;
        return taken;
    }
}
