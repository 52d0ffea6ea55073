package dev.chainrule.engine.network;

import static dev.chainrule.engine.array.InPlace.addColumn;
import static dev.chainrule.engine.array.InPlace.addMatmul;
import static dev.chainrule.engine.array.InPlace.addMatmulTransposeLeft;
import static dev.chainrule.engine.array.InPlace.addMatmulTransposeRight;
import static dev.chainrule.engine.array.InPlace.addRowSums;
import static dev.chainrule.engine.array.InPlace.copy;
import static dev.chainrule.engine.array.InPlace.matmul;
import static dev.chainrule.engine.array.InPlace.matmulTransposeLeft;

import dev.chainrule.engine.array.ColumnBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How {@link DenseLayer} moves where theta moves along a direction (Pearlmutter 1994): V and v are the direction's part for W and b, R{x}
 * is the derivative of x along it. Each line is the derivative, by the product rule, of the line of the layer that it stands for.
 */
final class DenseTangent implements AutoCloseable {

    private final DenseLayer layer;
    private final Activation f;
    private final INDArray w;
    private final INDArray v;
    private final INDArray rdw;
    private final @Nullable INDArray vb;
    private final @Nullable INDArray rdb;
    private final ColumnBuffer ras;
    private final ColumnBuffer rhs;
    private final ColumnBuffer rdeltas;
    private final ColumnBuffer scratches;
    private final ColumnBuffer rinners;

    private @Nullable INDArray x;
    private @Nullable INDArray rx;

    DenseTangent(DenseLayer layer, INDArray w, boolean useBias, Workshop directions) {
        this.layer = layer;
        this.f = layer.activation();
        this.w = w;
        v = directions.theta(layer.name() + ".weight");
        rdw = directions.gradient(layer.name() + ".weight");
        vb = useBias ? directions.theta(layer.name() + ".bias") : null;
        rdb = useBias ? directions.gradient(layer.name() + ".bias") : null;
        ras = directions.columns(w.size(0));
        rhs = directions.columns(w.size(0));
        rdeltas = directions.columns(w.size(0));
        scratches = directions.columns(w.size(0));
        rinners = directions.columns(w.size(1));
    }

    /** Numbers kept for each example. */
    static long numbersPerExample(long units, long inputs) {
        return 4 * units + inputs; // R{a}, R{h}, R{delta}, scratch; R{W' delta}
    }

    INDArray forward(INDArray x, @Nullable INDArray rx) {
        this.x = x;
        this.rx = rx;
        INDArray ra = ras.first(x.size(1));
        INDArray rh = rhs.first(x.size(1));
        matmul(ra, v, x); //                                R{a} <- V h_prev
        if (rx != null) {
            addMatmul(ra, w, rx); //                          + W R{h_prev}
        }
        if (vb != null) {
            addColumn(ra, vb); //                             + v
        }
        copy(rh, ra);
        f.backward(rh, layer.a(), layer.h()); //            R{h} <- f'(a) * R{a}
        return rh;
    }

    INDArray backward(INDArray rg) {
        INDArray rdelta = backwardParameters(rg);
        INDArray rinner = rinners.first(rdelta.size(1));
        matmulTransposeLeft(rinner, w, rdelta); //          R{g} <- W' R{g}
        addMatmulTransposeLeft(rinner, v, layer.delta()); //  + V' g
        return rinner;
    }

    INDArray backwardParameters(INDArray rg) {
        INDArray h = Objects.requireNonNull(x, "forward comes before backward");
        INDArray ra = ras.first(h.size(1));
        INDArray rdelta = rdeltas.first(h.size(1));
        INDArray scratch = scratches.first(h.size(1));
        copy(rdelta, rg);
        f.backwardTangent(rdelta, layer.outer(), layer.a(), layer.h(), ra, scratch); // R{g} <- R{g * f'(a)}
        addMatmulTransposeRight(rdw, rdelta, h); //         R{grad W} += R{g} h_prev'
        if (rx != null) {
            addMatmulTransposeRight(rdw, layer.delta(), rx); // + g R{h_prev}'
        }
        if (rdb != null) {
            addRowSums(rdb, rdelta); //                     R{grad b} += R{g} 1
        }
        return rdelta;
    }

    @Override
    public void close() {
        ras.close();
        rhs.close();
        rdeltas.close();
        scratches.close();
        rinners.close();
    }
}
