package dev.chainrule.engine.network;

import java.util.List;

/** Layers one on top of the other: each takes as many rows as the one below it gives. */
final class Stack {

    private Stack() {}

    /** Sees a layer at its place. */
    interface Visit {
        void at(LayerSpec layer, long inputs);
    }

    /** A number of a layer at its place. */
    interface Count {
        long of(LayerSpec layer, long inputs);
    }

    /** Goes upwards, and gives the rows that come out. */
    static long walk(List<LayerSpec> layers, long inputs, Visit visit) {
        long rows = inputs;
        for (LayerSpec layer : layers) {
            visit.at(layer, rows);
            rows = layer.outputs(rows);
        }
        return rows;
    }

    /** The sum over the layers. */
    static long sum(List<LayerSpec> layers, long inputs, Count count) {
        long rows = inputs;
        long sum = 0;
        for (LayerSpec layer : layers) {
            sum += count.of(layer, rows);
            rows = layer.outputs(rows);
        }
        return sum;
    }
}
