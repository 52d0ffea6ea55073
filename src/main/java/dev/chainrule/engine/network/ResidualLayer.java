package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.add;

import dev.chainrule.engine.array.ColumnBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** h = h_prev + F(h_prev), F the parts one after the other (He et al. 2016). Everything that is its own is (inputs, m). */
final class ResidualLayer implements Layer {

    private final List<Layer> parts;
    private final long rows;
    private final ColumnBuffer hs;
    private final ColumnBuffer inners;
    private @Nullable ColumnBuffer rhs;
    private @Nullable ColumnBuffer rinners;

    ResidualLayer(List<Layer> parts, Workshop shop, long inputs) {
        this.parts = List.copyOf(parts);
        rows = inputs;
        hs = shop.columns(inputs);
        inners = shop.columns(inputs);
    }

    @Override
    public INDArray forward(INDArray x, Mode mode) {
        INDArray f = x;
        for (int k = 0; k < parts.size(); k++) {
            f = parts.get(k).forward(f, mode);
        }
        INDArray h = hs.first(x.size(1));
        add(h, x, f); //             h <- h_prev + F(h_prev)
        return h;
    }

    @Override
    public INDArray backward(INDArray g) {
        INDArray f = parts.getFirst().backward(backwardAbove(g));
        INDArray inner = inners.first(g.size(1));
        add(inner, g, f); //         g <- g + F' g
        return inner;
    }

    @Override
    public void startGradient() {
        for (int k = 0; k < parts.size(); k++) {
            parts.get(k).startGradient();
        }
    }

    @Override
    public void backwardParameters(INDArray g) {
        parts.getFirst().backwardParameters(backwardAbove(g));
    }

    private INDArray backwardAbove(INDArray g) {
        INDArray f = g;
        for (int k = parts.size() - 1; k > 0; k--) {
            f = parts.get(k).backward(f);
        }
        return f;
    }

    @Override
    public void allocateTangents(Workshop directions) {
        rhs = directions.columns(rows);
        rinners = directions.columns(rows);
        parts.forEach(part -> part.allocateTangents(directions));
    }

    @Override
    public @Nullable INDArray forwardTangent(@Nullable INDArray rx) {
        INDArray rf = rx;
        for (int k = 0; k < parts.size(); k++) {
            rf = parts.get(k).forwardTangent(rf);
        }
        if (rx == null || rf == null) {
            return rf; // what stands still adds nothing
        }
        INDArray rh = Objects.requireNonNull(rhs).first(rx.size(1));
        add(rh, rx, rf); //          R{h} <- R{h_prev} + R{F(h_prev)}
        return rh;
    }

    @Override
    public INDArray backwardTangent(INDArray rg) {
        INDArray rf = parts.getFirst().backwardTangent(backwardTangentAbove(rg));
        INDArray rinner = Objects.requireNonNull(rinners).first(rg.size(1));
        add(rinner, rg, rf); //      R{g} <- R{g} + R{F' g}
        return rinner;
    }

    @Override
    public void backwardParametersTangent(INDArray rg) {
        parts.getFirst().backwardParametersTangent(backwardTangentAbove(rg));
    }

    private INDArray backwardTangentAbove(INDArray rg) {
        INDArray rf = rg;
        for (int k = parts.size() - 1; k > 0; k--) {
            rf = parts.get(k).backwardTangent(rf);
        }
        return rf;
    }

    @Override
    public void draw(long n) {
        for (int k = 0; k < parts.size(); k++) {
            parts.get(k).draw(n);
        }
    }

    @Override
    public List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        parts.forEach(part -> probes.addAll(part.probes()));
        return probes;
    }

    @Override
    public void close() {
        hs.close();
        inners.close();
        if (rhs != null && rinners != null) {
            rhs.close();
            rinners.close();
        }
        parts.forEach(Layer::close);
    }
}
