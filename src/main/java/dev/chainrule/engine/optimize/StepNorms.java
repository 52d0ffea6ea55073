package dev.chainrule.engine.optimize;

/** Sums of squares of one step, slot by slot: squared norms of the gradient, of theta and of the update. */
public interface StepNorms {

    /** Sum of squares of the gradient in a slot, before clipping. */
    double gradientSquares(int slot);

    /** Whether the gradient's norm in a slot is finite in the number type of theta. */
    boolean isFinite(int slot);

    /** Sum of squares of theta in a slot, after the last update. */
    double thetaSquares(int slot);

    /** Sum of squares of what the last update took off theta in a slot. */
    double updateSquares(int slot);
}
