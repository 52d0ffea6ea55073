package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.addColumn;
import static dev.chainrule.engine.array.InPlace.addMatmulTransposeRight;
import static dev.chainrule.engine.array.InPlace.addRowSums;
import static dev.chainrule.engine.array.InPlace.copy;
import static dev.chainrule.engine.array.InPlace.fill;
import static dev.chainrule.engine.array.InPlace.matmul;
import static dev.chainrule.engine.array.InPlace.matmulTransposeLeft;
import static dev.chainrule.engine.array.InPlace.matmulTransposeRight;

import dev.chainrule.engine.array.ColumnBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * h = f(W h_prev + b).
 *
 * <p>W (units, inputs), b (units, 1); x = h_prev (inputs, m); a, h, delta (units, m); W' delta (inputs, m). delta has a buffer of its
 * own, so that a, h, dJ/dh and dJ/da all stand side by side after a step, for whoever wants to look.
 */
final class DenseLayer implements Layer, Probe {

    private final String name;
    private final Activation f;
    private final INDArray w;
    private final INDArray dw;
    private final @Nullable INDArray b;
    private final @Nullable INDArray db;
    private final ColumnBuffer as;
    private final ColumnBuffer hs;
    private final ColumnBuffer deltas;
    private final ColumnBuffer inners;

    private boolean fresh;
    private @Nullable INDArray x;
    private @Nullable INDArray g;
    private INDArray a;
    private INDArray h;
    private INDArray delta;
    private INDArray inner;
    private @Nullable DenseTangent tangent;

    DenseLayer(Dense spec, Activation f, Workshop shop, long inputs) {
        name = NetworkSpec.nameOf(spec);
        this.f = f;
        w = shop.theta(name + ".weight");
        dw = shop.gradient(name + ".weight");
        b = spec.useBias() ? shop.theta(name + ".bias") : null;
        db = spec.useBias() ? shop.gradient(name + ".bias") : null;
        as = shop.columns(spec.units());
        hs = shop.columns(spec.units());
        deltas = shop.columns(spec.units());
        inners = shop.columns(inputs);
        a = as.first(1);
        h = hs.first(1);
        delta = deltas.first(1);
        inner = inners.first(1);
    }

    private void look(long m) {
        a = as.first(m);
        h = hs.first(m);
        delta = deltas.first(m);
        inner = inners.first(m);
    }

    @Override
    public INDArray forward(INDArray x, Mode mode) {
        this.x = x;
        look(x.size(1));
        matmul(a, w, x); //                          a <- W h_prev
        if (b != null) {
            addColumn(a, b); //                        + b
        }
        f.value(h, a); //                            h <- f(a)
        return h;
    }

    @Override
    public INDArray backward(INDArray g) {
        backwardParameters(g);
        matmulTransposeLeft(inner, w, delta); //     g <- W' g
        return inner;
    }

    @Override
    public void startGradient() {
        fresh = true; // grad W is written whole: zeros would be stored and loaded for nothing
        if (db != null) {
            fill(db, 0);
        }
    }

    @Override
    public void backwardParameters(INDArray g) {
        this.g = g;
        copy(delta, g);
        f.backward(delta, a, h); //                  g <- g * f'(a)
        if (fresh) {
            matmulTransposeRight(dw, delta, input());
            fresh = false;
        } else {
            addMatmulTransposeRight(dw, delta, input()); // grad W += g h_prev'
        }
        if (db != null) {
            addRowSums(db, delta); //                grad b += g 1
        }
    }

    @Override
    public void allocateTangents(Workshop directions) {
        tangent = new DenseTangent(this, w, b != null, directions);
    }

    @Override
    public INDArray forwardTangent(@Nullable INDArray rx) {
        return tangent().forward(input(), rx);
    }

    @Override
    public INDArray backwardTangent(INDArray rg) {
        return tangent().backward(rg);
    }

    @Override
    public void backwardParametersTangent(INDArray rg) {
        tangent().backwardParameters(rg);
    }

    private DenseTangent tangent() {
        return Objects.requireNonNull(tangent, "no second order was asked for");
    }

    private INDArray input() {
        return Objects.requireNonNull(x, "forward comes before backward");
    }

    @Override
    public List<Probe> probes() {
        return List.of(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Activation activation() {
        return f;
    }

    @Override
    public INDArray a() {
        return a;
    }

    @Override
    public INDArray h() {
        return h;
    }

    @Override
    public INDArray outer() {
        return Objects.requireNonNull(g, "nothing has come back yet");
    }

    @Override
    public INDArray delta() {
        return delta;
    }

    @Override
    public INDArray inner() {
        return inner;
    }

    @Override
    public void close() {
        as.close();
        hs.close();
        deltas.close();
        inners.close();
        if (tangent != null) {
            tangent.close();
        }
    }
}
