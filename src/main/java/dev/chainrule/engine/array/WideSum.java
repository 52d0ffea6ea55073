package dev.chainrule.engine.array;

import jdk.incubator.vector.DoubleVector;

/**
 * The sum of a vector's lanes in one fixed order ({@code reduceLanes(ADD)} promises none): the halves are added, then the halves of
 * that, and so on. Goes through an array, one a thread, for a vector passed to a method that C2 happens not to inline is an object.
 */
final class WideSum {

    private static final ThreadLocal<double[]> LANES =
            ThreadLocal.withInitial(() -> new double[DoubleVector.SPECIES_PREFERRED.length()]);

    private WideSum() {}

    /** Where this thread puts the lanes to be added. */
    static double[] lanes() {
        return LANES.get();
    }

    /** The sum of the lanes, which are overwritten. */
    static double of(double[] lanes) {
        for (int half = lanes.length / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }
}
