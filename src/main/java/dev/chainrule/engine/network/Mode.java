package dev.chainrule.engine.network;

/** What a forward pass is for: some layers do something else while they learn. */
public enum Mode {
    /** A backward pass will follow; dropout drops. */
    TRAINING,
    /** Only yHat or the loss is wanted. */
    PREDICTION
}
