package dev.chainrule.engine.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The normal distribution against values of mpmath, in 30 digits: {@code erfc(-x / sqrt(2)) / 2}. */
class NormalTest {

    private static final double[] X = {-38, -20, -8, -5, -3, -2, -1.3, -1.2, -1, -0.5, 0, 0.5, 1, 2, 5};
    private static final double[] PHI = {
        2.88542835e-316,
        2.7536241186062337e-89,
        6.220960574271784e-16,
        2.866515718791939e-07,
        0.0013498980316300946,
        0.02275013194817921,
        0.09680048458561033,
        0.11506967022170828,
        0.15865525393145705,
        0.3085375387259869,
        0.5,
        0.6914624612740131,
        0.8413447460685429,
        0.9772498680518208,
        0.9999997133484281
    };

    /** Phi(x) by each kind of loop. */
    private static double phi(TranscendentalKernels kernels, INDArray x) {
        INDArray e = OffHeap.vector(x.dataType(), 1);
        INDArray y = OffHeap.vector(x.dataType(), 1);
        OffHeap.set(e, 0, StrictMath.exp(-OffHeap.get(x, 0) * OffHeap.get(x, 0) / 2));
        kernels.normalCdf(Border.at(y), Border.at(x), Border.at(e), 1);
        double value = OffHeap.get(y, 0);
        Border.keep(x, e, y);
        return value;
    }

    @Test
    void theDistributionFunctionIsRightFarIntoItsTail() {
        for (TranscendentalKernels kernels : List.of(
                Kernels.scalar(Numbers.DOUBLE).transcendental(),
                VectorKernels.doubles().transcendental())) {
            for (int i = 0; i < X.length; i++) {
                INDArray x = OffHeap.vector(DataType.DOUBLE, 1);
                OffHeap.set(x, 0, X[i]);
                double ownRounding = 1 + X[i] * X[i] / 2; // of x^2 / 2

                assertThat(phi(kernels, x)).isEqualTo(PHI[i], within(8 * Math.ulp(PHI[i]) * ownRounding));
            }
        }
    }

    @Test
    void infinitiesAndNaNGiveLimits() {
        for (TranscendentalKernels kernels : List.of(
                Kernels.scalar(Numbers.FLOAT).transcendental(),
                VectorKernels.floats().transcendental())) {
            INDArray x = OffHeap.vector(DataType.FLOAT, 1);
            OffHeap.set(x, 0, Double.NEGATIVE_INFINITY);
            assertThat(phi(kernels, x)).isZero();
            OffHeap.set(x, 0, Double.POSITIVE_INFINITY);
            assertThat(phi(kernels, x)).isEqualTo(1);
            OffHeap.set(x, 0, Double.NaN);
            assertThat(phi(kernels, x)).isNaN();
        }
    }
}
