package dev.chainrule.engine.train;

/**
 * The whole state of a run after a step: a run resumed from it makes the same bits as one that never stopped.
 *
 * @param step updates made
 * @param epoch epochs begun, from 1
 * @param theta the parameters, in order of the network's slots (also the best ones, where early stopping restores them), and behind
 *     them the running statistics of its layers
 * @param rest everything else (optimizer state, early stopping, sums of the current epoch), opaque and versioned
 */
public record Checkpoint(long step, int epoch, double[] theta, byte[] rest) {

    /** Version of {@link #rest}; a rest of another one cannot be read. Whoever keeps states keeps this with them. */
    public static final int REST_VERSION = 3;
}
