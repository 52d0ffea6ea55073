package dev.chainrule.engine.network;

import org.jspecify.annotations.Nullable;

/** Dense layers for tests. */
final class Layers {

    private Layers() {}

    static LayerSpec dense(int units, Activation f) {
        return Dense.of(units, f);
    }

    /** Without a bias. */
    static LayerSpec unbiased(int units, Activation f, Initializer initializer) {
        return create(units, f, null, initializer, false, null, null, null, null);
    }

    /** With penalties of its own. */
    static LayerSpec regularized(int units, Activation f, Regularizer weights, Regularizer biases) {
        return create(units, f, null, new Initializer.HeNormal(), true, weights, biases, null, null);
    }

    /** With explicit first values. */
    static LayerSpec initialized(
            int units, Activation f, @Nullable String name, double @Nullable [][] w, double @Nullable [] b) {
        Dense plain = Dense.of(units, f);
        return create(units, f, name, plain.initializer(), true, null, null, w, b);
    }

    @SuppressWarnings("NullAway") // it does not read the nullness of arrays from compiled records
    private static LayerSpec create(
            int units,
            Activation f,
            @Nullable String name,
            Initializer initializer,
            boolean useBias,
            @Nullable Regularizer weights,
            @Nullable Regularizer biases,
            double @Nullable [][] w,
            double @Nullable [] b) {
        return new Dense(units, f, name, initializer, useBias, weights, biases, w, b);
    }
}
