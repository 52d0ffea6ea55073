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
