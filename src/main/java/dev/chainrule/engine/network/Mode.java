package dev.chainrule.engine.network;

/** What a forward pass is for: some layers do something else while they learn. */
public enum Mode {
    /** The network learns: dropout drops. */
    TRAINING,
    /** The network answers: nothing is random, and no example is seen by another. */
    PREDICTION
}
