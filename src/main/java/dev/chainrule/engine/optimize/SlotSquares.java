package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of squares of a vector of theta's layout, slot by slot, as they were when last taken. */
public final class SlotSquares {

    private final INDArray[] slots;
    private final double[] squares;
    private final double largest;

    /** @param flat of the layout; only read */
    public SlotSquares(Parameters parameters, INDArray flat) {
        slots = parameters.slots().stream()
                .map(Slot::name)
                .map(name -> parameters.view(flat, name))
                .toArray(INDArray[]::new);
        squares = new double[slots.length];
        largest = parameters.type() == DataType.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
    }

    /** Takes the sums; false where one is not finite in the number type of the vector. */
    public boolean measure() {
        boolean finite = true;
        for (int k = 0; k < slots.length; k++) {
            squares[k] = Reductions.squaredNorm(slots[k]);
            finite &= squares[k] <= largest;
        }
        return finite;
    }

    /** The sum of a slot. */
    public double of(int slot) {
        return squares[slot];
    }

    /** Whether the sum of a slot is finite in the number type of the vector. */
    public boolean isFinite(int slot) {
        return squares[slot] <= largest;
    }
}
