package dev.chainrule.engine.array;

import jdk.incubator.vector.FloatVector;

/** The loops over lanes. The only door to classes that need {@code jdk.incubator.vector}: opened only where it is present. */
final class VectorKernels {

    private VectorKernels() {}

    /** Width of a vector. */
    static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    static Kernels floats() {
        return new Kernels(
                new FloatArithmetic(), new FloatFunction(), new FloatSum(), new FloatColumn(), new FloatUpdate());
    }

    static Kernels doubles() {
        return new Kernels(
                new DoubleArithmetic(), new DoubleFunction(), new DoubleSum(), new DoubleColumn(), new DoubleUpdate());
    }
}
