package dev.chainrule.engine.array;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/** The loops over lanes. The only door to classes that need {@code jdk.incubator.vector}: opened only where it is present. */
final class VectorKernels {

    private static final ArithmeticKernels ARITHMETIC_4 = new FloatArithmetic();
    private static final FunctionKernels FUNCTION_4 = new FloatFunction();
    private static final TranscendentalKernels TRANSCENDENTAL_4 = new FloatTranscendental();
    private static final SumKernels SUM_4 = new FloatSum();
    private static final ArithmeticKernels ARITHMETIC_8 = new DoubleArithmetic();
    private static final FunctionKernels FUNCTION_8 = new DoubleFunction();
    private static final TranscendentalKernels TRANSCENDENTAL_8 = new DoubleTranscendental();
    private static final SumKernels SUM_8 = new DoubleSum();

    private VectorKernels() {}

    /** Width of a vector. */
    static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    static Kernels floats() {
        return new Kernels(
                ARITHMETIC_4,
                FUNCTION_4,
                TRANSCENDENTAL_4,
                SUM_4,
                bits() == FloatProduct.BITS ? new FloatFewRows() : new FloatColumn(),
                new FloatNormalization(),
                new FloatUpdate(),
                new FloatFused(),
                new BlockActivation(Numbers.FLOAT, ARITHMETIC_4, FUNCTION_4, TRANSCENDENTAL_4),
                new BlockLoss(Numbers.FLOAT, ARITHMETIC_4, FUNCTION_4, TRANSCENDENTAL_4, SUM_4),
                new ScalarCurvature(Numbers.FLOAT));
    }

    static @Nullable ProductKernels floatProduct() {
        return switch (bits()) {
            case FloatProduct.BITS -> new FloatProduct();
            case FloatNarrowProduct.BITS -> new FloatNarrowProduct();
            default -> null;
        };
    }

    static Kernels doubles() {
        return new Kernels(
                ARITHMETIC_8,
                FUNCTION_8,
                TRANSCENDENTAL_8,
                SUM_8,
                new DoubleColumn(),
                new DoubleNormalization(),
                new DoubleUpdate(),
                new DoubleFused(),
                new BlockActivation(Numbers.DOUBLE, ARITHMETIC_8, FUNCTION_8, TRANSCENDENTAL_8),
                new BlockLoss(Numbers.DOUBLE, ARITHMETIC_8, FUNCTION_8, TRANSCENDENTAL_8, SUM_8),
                new ScalarCurvature(Numbers.DOUBLE));
    }
}
