package dev.chainrule.engine.array;

/** What the bits of a result depend on beside the numbers: which loops and which BLAS compute it. */
public final class Arithmetic {

    private Arithmetic() {}

    /** {@code scalar}, or {@code vector} with the lanes' width. */
    public static String kernels() {
        return Kernels.name();
    }

    /** Version, build, kind of core and threads of the BLAS. */
    public static String blas() {
        return Blas.describe();
    }
}
