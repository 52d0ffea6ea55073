package dev.chainrule.analysis;

/**
 * How far an analysis is, and whether it should go on. The thread that computes counts passes through the network; others read, and
 * ask for an end.
 */
final class Pace {

    private final double total;
    private volatile double done;
    private volatile boolean stopping;

    /** @param total passes that the answer takes, about */
    Pace(double total) {
        this.total = Math.max(1, total);
    }

    /**
     * Counts what was done since the last call.
     *
     * @throws StoppedException where an end was asked for
     */
    void made(double passes) {
        if (stopping) {
            throw new StoppedException();
        }
        done = done + passes;
    }

    /** Share done, below 1. */
    double progress() {
        return Math.min(0.99, done / total);
    }

    /** Makes the next count throw. */
    void stop() {
        stopping = true;
    }
}
