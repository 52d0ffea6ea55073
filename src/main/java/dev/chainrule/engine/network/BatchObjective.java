package dev.chainrule.engine.network;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.TwiceDifferentiable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** J(theta) = mean over one batch of L(yHat, y) + lambda Omega(theta). */
record BatchObjective(Network network, INDArray x, INDArray y) implements TwiceDifferentiable {

    private Parameters parameters() {
        return network.parameters();
    }

    @Override
    public INDArray theta() {
        return parameters().theta();
    }

    @Override
    public INDArray gradient() {
        return parameters().gradient();
    }

    @Override
    public double value() {
        return network.forward(x, y) / x.size(1) + network.penalty();
    }

    @Override
    public double valueAndGradient() {
        network.startGradient();
        double value = value();
        network.backward(1.0 / x.size(1));
        return value;
    }

    @Override
    public void hessianVectorProduct(INDArray out, INDArray v) {
        network.startProduct(v);
        valueAndGradient();
        network.addProduct(1.0 / x.size(1));
        InPlace.copy(out, network.product());
    }
}
