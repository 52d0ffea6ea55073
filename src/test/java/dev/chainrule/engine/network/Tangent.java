package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Reductions;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How an array moves while a point moves along a direction, by central differences. */
final class Tangent {

    /** A step over which neither rounding nor the third derivative shows in the first seven digits. */
    private static final double STEP = 1e-5;

    private Tangent() {}

    /** point + t direction. */
    static INDArray along(INDArray point, double t, INDArray direction) {
        INDArray moved = Points.like(point);
        InPlace.copy(moved, point);
        InPlace.axpy(moved, t, direction);
        return moved;
    }

    /**
     * norm(exact - difference) / max(norm(exact), norm(difference), 1e-3).
     *
     * @param f writes its value at t
     */
    static double error(INDArray exact, BiConsumer<INDArray, Double> f) {
        INDArray above = Points.like(exact);
        INDArray below = Points.like(exact);
        f.accept(above, STEP);
        f.accept(below, -STEP);
        InPlace.subtract(above, above, below);
        InPlace.scale(above, 1 / (2 * STEP));
        double size = Math.max(Reductions.sumOfSquares(exact), Reductions.sumOfSquares(above));
        return Math.sqrt(Reductions.squaredDistance(exact, above) / Math.max(size, 1e-6));
    }

    /** Asserts that the check can fail: an error in the fifth digit of one element is found. */
    static void isSharp(INDArray exact, BiConsumer<INDArray, Double> f) {
        assertThat(error(exact, f)).isLessThan(1e-7);
        long largest = 0;
        for (long i = 1; i < exact.length(); i++) {
            largest = Math.abs(OffHeap.get(exact, i)) > Math.abs(OffHeap.get(exact, largest)) ? i : largest;
        }
        double value = OffHeap.get(exact, largest);
        OffHeap.set(exact, largest, value + 1e-4 * Math.max(Math.abs(value), 0.01));
        assertThat(error(exact, f)).isGreaterThan(1e-6);
    }
}
