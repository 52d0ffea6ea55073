package dev.chainrule.engine.train;

/** Where a run stands, between two steps. All of it goes into a checkpoint. */
final class Progress {

    /** Updates made. */
    long step;

    /** Gradients of single examples taken. */
    long gradients;

    /** Sum over this epoch's examples so far of L(yHat, y). */
    double lossSum;

    /** Right answers among them. */
    long right;

    /** Examples of this epoch so far. */
    long seen;

    /** Nanoseconds trained before this process took over. */
    long earlierNanos;

    /** Nanoseconds of this epoch trained before this process took over. */
    long earlierEpochNanos;

    /** Adds a step to the epoch's sums. */
    void add(Source source) {
        lossSum += source.dataLoss() * source.examples();
        right += source.right();
        seen += source.examples();
    }

    /** Mean loss of the epoch so far: each batch judged by the parameters it met. */
    double trainingLoss() {
        return lossSum / seen;
    }

    /** Share of right answers of the epoch so far, likewise. */
    double trainingAccuracy() {
        return (double) right / seen;
    }

    void startEpoch() {
        lossSum = 0;
        right = 0;
        seen = 0;
        earlierEpochNanos = 0;
    }

    /** A copy for a checkpoint, with the clocks as they stand. */
    Progress at(long nanos, long epochNanos) {
        Progress copy = new Progress();
        copy.take(this);
        copy.earlierNanos = nanos;
        copy.earlierEpochNanos = epochNanos;
        return copy;
    }

    /** Becomes the same as another. */
    void take(Progress other) {
        step = other.step;
        gradients = other.gradients;
        lossSum = other.lossSum;
        right = other.right;
        seen = other.seen;
        earlierNanos = other.earlierNanos;
        earlierEpochNanos = other.earlierEpochNanos;
    }
}
