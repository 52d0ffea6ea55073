package dev.chainrule.engine.train;

/** Number type of parameters, activations and gradients. */
public enum Precision {
    FLOAT32,
    FLOAT64
}
