package dev.chainrule.engine.array;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops of one number type. Chosen once, when this class loads: loops over vector lanes where the module
 * {@code jdk.incubator.vector} is present and a vector holds at least 256 bits, else plain loops. The system property
 * {@code chainrule.kernels} = {@code scalar} or {@code vector} overrides.
 */
record Kernels(
        ArithmeticKernels arithmetic,
        FunctionKernels function,
        TranscendentalKernels transcendental,
        SumKernels sum,
        ColumnKernels column,
        NormalizationKernels normalization,
        UpdateKernels update,
        FusedKernels fused,
        ActivationKernels activation,
        LossKernels loss,
        CurvatureKernels curvature) {

    private static final Logger log = LoggerFactory.getLogger(Kernels.class);
    private static final String PROPERTY = "chainrule.kernels";
    private static final String MODULE = "jdk.incubator.vector";

    static final Kernels FLOAT;
    static final Kernels DOUBLE;

    /** Products of floats, where our own loops are faster than OpenBLAS at some. */
    static final @Nullable ProductKernels FLOAT_PRODUCT;

    private static final String NAME;

    static {
        boolean vector = vector();
        NAME = vector ? "vector, " + VectorKernels.bits() + " bits" : "scalar";
        FLOAT = vector ? VectorKernels.floats() : scalar(Numbers.FLOAT);
        FLOAT_PRODUCT = vector ? VectorKernels.floatProduct() : null;
        DOUBLE = vector ? VectorKernels.doubles() : scalar(Numbers.DOUBLE);
        log.info("Loops over numbers: {}", NAME);
    }

    /** Which loops run in this process, for a run's provenance: "scalar", or "vector" with its width. */
    static String name() {
        return NAME;
    }

    /** The plain loops of a number type. */
    static Kernels scalar(Numbers numbers) {
        ScalarTranscendental transcendental = new ScalarTranscendental(numbers);
        return new Kernels(
                new ScalarArithmetic(numbers),
                new ScalarFunction(numbers),
                transcendental,
                new ScalarSum(numbers),
                new ScalarColumn(numbers, transcendental),
                new ScalarNormalization(numbers),
                new ScalarUpdate(numbers),
                new ScalarFused(numbers),
                new ScalarActivation(numbers),
                new ScalarLoss(numbers),
                new ScalarCurvature(numbers));
    }

    private static boolean vector() {
        boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
        String asked = System.getProperty(PROPERTY, "");
        return switch (asked) {
            case "scalar" -> false;
            case "vector" -> {
                if (!present) {
                    throw new IllegalStateException(PROPERTY + "=vector needs --add-modules " + MODULE);
                }
                yield true;
            }
            case "" -> {
                if (!present) {
                    log.warn("Plain loops: start java with --add-modules {} for faster ones", MODULE);
                }
                yield present && VectorKernels.bits() >= 256;
            }
            default -> throw new IllegalStateException(PROPERTY + " is scalar or vector, not " + asked);
        };
    }
}
