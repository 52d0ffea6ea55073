package dev.chainrule.engine.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class InPlaceTest {

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void productsAreThoseOfTheNaiveLoops(DataType type) {
        INDArray a = random(type, 5, 3);
        INDArray b = random(type, 3, 7);
        INDArray out = random(type, 5, 7);
        double[] before = OffHeap.toDoubles(out);

        InPlace.matmul(out, a, b);
        assertThat(OffHeap.toDoubles(out)).containsExactly(naive(a, b, null), within(1e-5));
        OffHeap.fromDoubles(out, before);
        InPlace.addMatmul(out, a, b);
        assertThat(OffHeap.toDoubles(out)).containsExactly(naive(a, b, before), within(1e-5));
        InPlace.matmulTransposeLeft(out, transposed(a), b);
        assertThat(OffHeap.toDoubles(out)).containsExactly(naive(a, b, null), within(1e-5));
        InPlace.matmulTransposeRight(out, a, transposed(b));
        assertThat(OffHeap.toDoubles(out)).containsExactly(naive(a, b, null), within(1e-5));
        OffHeap.fromDoubles(out, before);
        InPlace.addMatmulTransposeLeft(out, transposed(a), b);
        assertThat(OffHeap.toDoubles(out)).containsExactly(naive(a, b, before), within(1e-5));
        OffHeap.fromDoubles(out, before);
        InPlace.addMatmulTransposeRight(out, a, transposed(b));
        assertThat(OffHeap.toDoubles(out)).containsExactly(naive(a, b, before), within(1e-5));
    }

    @Test
    void productsThatDoNotChainAreRefusedWithBothShapes() {
        INDArray a = random(DataType.FLOAT, 5, 3);
        assertThatThrownBy(() -> InPlace.matmul(a, a, a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shapes do not chain")
                .hasMessageContaining("[5, 3]");
        assertThatThrownBy(() -> InPlace.axpy(a, 1, OffHeap.matrix(DataType.DOUBLE, 5, 3)))
                .hasMessageContaining("number types differ");
        assertThatThrownBy(() -> InPlace.axpy(a, 1, OffHeap.matrix(DataType.FLOAT, 5, 4)))
                .hasMessageContaining("lengths differ");
        assertThatThrownBy(() -> InPlace.scale(a.transpose(), 2)).hasMessageContaining("column-major");
        assertThatThrownBy(() -> InPlace.scale(OffHeap.matrix(DataType.INT, 2, 2), 2))
                .hasMessageContaining("FLOAT or DOUBLE");
    }

    /** The mean of many equal numbers in float32: of (1 - c) y + c x it sinks to 1.25 in 400 000 steps. */
    @Test
    void aMeanStaysWhereAllOfItIs() {
        INDArray y = OffHeap.matrix(DataType.FLOAT, new double[][] {{1.3, 1.3, -7, 0.1, 3}});
        INDArray x = OffHeap.matrix(DataType.FLOAT, new double[][] {{1.3, 1.3, -7, 0.1, 3}});
        INDArray sinking = OffHeap.matrix(DataType.FLOAT, new double[][] {{1.3, 1.3, -7, 0.1, 3}});
        INDArray scratch = OffHeap.matrix(DataType.FLOAT, 1, 5);
        double[] before = OffHeap.toDoubles(y);
        for (int n = 4_400_000; n < 4_500_000; n++) {
            InPlace.approach(y, 1.0 / n, x, scratch);
            InPlace.scale(sinking, 1 - 1.0 / n);
            InPlace.axpy(sinking, 1.0 / n, x);
        }
        assertThat(OffHeap.toDoubles(y)).containsExactly(before);
        assertThat(OffHeap.toDoubles(sinking)[0]).as("the control").isLessThan(1.2999);
        OffHeap.fromDoubles(y, new double[] {1e9, -1, 0, 5, 1e-9});
        InPlace.approach(y, 1, x, scratch);
        assertThat(OffHeap.toDoubles(y)).as("a mean of one").containsExactly(before);
        OffHeap.fromDoubles(y, new double[] {0, 0, 0, 0, 0});
        InPlace.approach(y, 0.25, x, scratch);
        assertThat(OffHeap.toDoubles(y)).containsExactly(new double[] {0.325, 0.325, -1.75, 0.025, 0.75}, within(1e-7));
    }

    /** In float32 a sum of a million numbers has lost what is left of each: the means came to 100.103 and 100.109. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void momentsOfAMillionColumnsAreRight(DataType type) {
        int columns = 1 << 20;
        double[] numbers = new double[2 * columns];
        for (int j = 0; j < columns; j++) {
            numbers[2 * j] = 100.1;
            numbers[2 * j + 1] = 100.1 + (j % 2 == 0 ? 0.05 : -0.05);
        }
        INDArray a = OffHeap.matrix(type, 2, columns);
        OffHeap.fromDoubles(a, numbers);
        INDArray mean = OffHeap.matrix(type, 2, 1);
        INDArray variance = OffHeap.matrix(type, 2, 1);
        Normalizations.rowMoments(mean, variance, a);
        assertThat(OffHeap.toDoubles(mean)).containsExactly(new double[] {100.1, 100.1}, within(1e-3));
        assertThat(OffHeap.toDoubles(variance)).containsExactly(new double[] {0, 0.0025}, within(1e-4));
        a.close();
    }

    @Test
    void openBlasSaysWhatItsBitsDependOn() {
        assertThat(Blas.describe()).contains("OpenBLAS").contains("threads 1").doesNotContain("unknown");
    }

    private static INDArray random(DataType type, long rows, long columns) {
        INDArray a = OffHeap.matrix(type, rows, columns);
        RandomStream.of(rows * 31 + columns).fillNormal(a, 0, 1);
        return a;
    }

    private static INDArray transposed(INDArray a) {
        INDArray t = OffHeap.matrix(a.dataType(), a.columns(), a.rows());
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                t.putScalar(j, i, a.getDouble(i, j));
            }
        }
        return t;
    }

    private static double[] naive(INDArray a, INDArray b, double @org.jspecify.annotations.Nullable [] before) {
        double[] out = new double[a.rows() * b.columns()];
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < b.columns(); j++) {
                double sum = before == null ? 0 : before[i + j * a.rows()];
                for (int k = 0; k < a.columns(); k++) {
                    sum += a.getDouble(i, k) * b.getDouble(k, j);
                }
                out[i + j * a.rows()] = sum;
            }
        }
        return out;
    }
}
