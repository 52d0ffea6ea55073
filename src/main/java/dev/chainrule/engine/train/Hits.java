package dev.chainrule.engine.train;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.Columns;
import dev.chainrule.engine.array.Functions;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Reductions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counts right answers: with several outputs, the largest of yHat is where the largest of y is; with one output, yHat and y lie on
 * the same side of 1/2 (yHat = 1/2 is wrong). A NaN is wrong.
 */
final class Hits implements AutoCloseable {

    private final boolean counted;
    private final ColumnBuffer ours;
    private final ColumnBuffer theirs;

    /**
     * @param counted whether answers can be right at all: false makes every count 0
     * @param capacity examples at most
     */
    Hits(boolean counted, DataType type, int capacity) {
        this.counted = counted;
        ours = new ColumnBuffer(type, 1, capacity);
        theirs = new ColumnBuffer(type, 1, capacity);
    }

    /** How many columns of yHat answer right; (outputs, m) both, only read. */
    long count(INDArray yHat, INDArray y) {
        if (!counted) {
            return 0;
        }
        return y.size(0) == 1 ? sameSide(yHat, y) : Columns.agreements(yHat, y);
    }

    private long sameSide(INDArray yHat, INDArray y) {
        INDArray p = ours.first(y.size(1));
        INDArray t = theirs.first(y.size(1));
        InPlace.copy(p, yHat);
        InPlace.shift(p, -0.5);
        InPlace.copy(t, y);
        InPlace.shift(t, -0.5);
        InPlace.multiply(p, t); // > 0 where both lie on one side
        Functions.step(p, p);
        return Reductions.countAbove(p, 0); // a NaN is not
    }

    @Override
    public void close() {
        ours.close();
        theirs.close();
    }
}
