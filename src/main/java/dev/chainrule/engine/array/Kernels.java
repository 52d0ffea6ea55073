package dev.chainrule.engine.array;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops of one number type. Chosen once, when this class loads: loops over vector lanes where the module
 * {@code jdk.incubator.vector} is present, else plain loops. The system property {@code chainrule.kernels} = {@code scalar} or
 * {@code vector} overrides.
 *
 * @param map element by element
 * @param sum many elements to one number
 * @param column column by column
 * @param update theta by its gradient
 */
record Kernels(MapKernels map, SumKernels sum, ColumnKernels column, UpdateKernels update) {

    private static final Logger log = LoggerFactory.getLogger(Kernels.class);

    static final Kernels FLOAT;
    static final Kernels DOUBLE;

    static {
        FLOAT = scalar(Numbers.FLOAT);
        DOUBLE = scalar(Numbers.DOUBLE);
        log.info("Kernels: {}", name());
    }

    /** The plain loops of a number type. */
    static Kernels scalar(Numbers numbers) {
        return new Kernels(
                new ScalarMap(numbers), new ScalarSum(numbers), new ScalarColumn(numbers), new ScalarUpdate(numbers));
    }

    /** Which loops run here, for a run's provenance: {@code scalar}, or {@code vector} with the lanes' width. */
    static String name() {
        return "scalar";
    }
}
