package dev.chainrule.engine.network;

import dev.chainrule.engine.array.ColumnBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The output layer of a fused loss: a is the linear layer's, h is yHat = f(a), and J is differentiated at a straight away. */
record FusedProbe(Probe last, Activation activation, ColumnBuffer yHats) implements Probe {

    @Override
    public String name() {
        return last.name();
    }

    @Override
    public INDArray a() {
        return last.a();
    }

    @Override
    public INDArray h() {
        return yHats.first(last.a().size(1));
    }

    @Override
    public INDArray outer() {
        return last.outer();
    }

    @Override
    public boolean linear() {
        return last.linear();
    }

    @Override
    public INDArray delta() {
        return last.delta();
    }

    @Override
    public INDArray inner() {
        return last.inner();
    }
}
