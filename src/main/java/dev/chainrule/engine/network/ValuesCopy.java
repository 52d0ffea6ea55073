package dev.chainrule.engine.network;

import dev.chainrule.engine.array.OffHeap;

/** A network's numbers copied for others, without allocating anything: its owner may do so between two steps. */
public final class ValuesCopy {

    private ValuesCopy() {}

    /** How many numbers {@link #read} copies. */
    public static int length(NetworkSpec spec) {
        return Math.toIntExact(spec.parameters() + spec.statistics());
    }

    /** These numbers <- parameters and running statistics, as a checkpoint holds them. Only by the thread that owns the network. */
    public static void read(Network network, double[] values) {
        OffHeap.read(network.parameters().values(), 0, values, values.length);
    }
}
