package dev.chainrule.engine.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.Blas.Operand;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products against their definition: (m, n) = (m, k) (k, n), in the shapes that go to one kind of loop, to the other, and to both. */
class ProductsTest {

    /** Where a product's array ends, nothing is written any more. */
    private static final int GUARD = 64;

    private static final double UNTOUCHED = 7;

    private static INDArray random(int rows, int columns, long seed) {
        INDArray a = OffHeap.matrix(DataType.FLOAT, rows, columns);
        OffHeap.fromDoubles(
                a,
                new SplittableRandom(seed).doubles((long) rows * columns, -1, 1).toArray());
        return a;
    }

    private static INDArray operand(Operand how, int rows, int columns, long seed) {
        return how == Operand.PLAIN ? random(rows, columns, seed) : random(columns, rows, seed);
    }

    /** Element (i, j) of op(a) among a's numbers. */
    private static double at(double[] numbers, Operand how, int rows, int columns, int i, int j) {
        return how == Operand.PLAIN ? numbers[i + j * rows] : numbers[j + i * columns];
    }

    /** The (m, n) view of a longer array whose elements beyond it are a known number. */
    private static INDArray guarded(INDArray memory, int m, int n) {
        InPlace.fill(memory, UNTOUCHED);
        return OffHeap.view(memory, 0, m, n);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "3, 16, 16",
        "16, 16, 3",
        "40, 5, 10",
        "63, 5, 9",
        "64, 1, 1",
        "17, 1, 33",
        "10, 32, 64",
        "7, 64, 32",
        "64, 4, 16",
        "64, 3, 17",
        "65, 7, 31",
        "128, 64, 784",
        "130, 63, 260",
        "192, 33, 200",
        "256, 9, 70",
        "257, 129, 61",
        "1024, 32, 48",
        "64, 300, 1023"
    })
    void everyElementIsTheSumOfItsProducts(int m, int n, int k) {
        for (Operand a : Operand.values()) {
            for (Operand b : Operand.values()) {
                INDArray left = operand(a, m, k, 1);
                INDArray right = operand(b, k, n, 2);
                INDArray memory = OffHeap.vector(DataType.FLOAT, (long) m * n + GUARD);
                Products.multiply(guarded(memory, m, n), a, left, b, right, 0);
                double[] x = OffHeap.toDoubles(left);
                double[] y = OffHeap.toDoubles(right);
                double[] product = OffHeap.toDoubles(memory);
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = 0;
                        for (int p = 0; p < k; p++) {
                            sum += at(x, a, m, k, i, p) * at(y, b, k, n, p, j);
                        }
                        assertThat(product[i + j * m])
                                .as("%s %s (%d, %d)", a, b, i, j)
                                .isCloseTo(sum, within(1e-6 * k));
                    }
                }
                assertThat(Arrays.copyOfRange(product, m * n, m * n + GUARD)).containsOnly(UNTOUCHED);
            }
        }
    }

    /** Sums in the order of their products, by fused multiply-add, and nothing beside them: what our own loops promise, bit by bit. */
    private static void ownLoopsAreExact(int m, int n, int k, INDArray left, Operand a, INDArray right, Operand b) {
        ProductKernels own = Kernels.FLOAT_PRODUCT;
        assumeTrue(own != null, "no loops of our own for products here: vectors are " + Kernels.name());
        int rows = m / own.strip() * own.strip();
        INDArray memory = OffHeap.vector(DataType.FLOAT, (long) m * n + GUARD);
        INDArray out = guarded(memory, m, n);
        own.multiply(
                Border.at(out),
                m,
                rows,
                Border.at(left),
                a == Operand.TRANSPOSED,
                Border.at(right),
                b == Operand.TRANSPOSED,
                n,
                k);
        double[] x = OffHeap.toDoubles(left);
        double[] y = OffHeap.toDoubles(right);
        double[] product = OffHeap.toDoubles(memory);
        double[] expected = new double[m * n + GUARD];
        Arrays.fill(expected, UNTOUCHED);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                    sum = Math.fma((float) at(x, a, m, k, i, p), (float) at(y, b, k, n, p, j), sum);
                }
                expected[i + j * m] = sum;
            }
        }
        assertThat(product).as("%s %s", a, b).isEqualTo(expected);
        Border.keep(left, right);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 4, 1",
        "64, 6, 17",
        "192, 33, 200",
        "256, 9, 70",
        "1024, 5, 48",
        "1, 1, 1",
        "2, 7, 5",
        "3, 16, 16",
        "8, 1, 3",
        "10, 32, 64",
        "15, 11, 9",
        "16, 3, 4",
        "17, 13, 9",
        "20, 14, 8",
        "31, 5, 10",
        "260, 10, 24",
        "136, 261, 16",
        "300, 257, 8",
        "64, 32, 64"
    })
    void ourOwnLoopsAddTheProductsInTheirOrder(int m, int n, int k) {
        for (Operand a : Operand.values()) {
            for (Operand b : Operand.values()) {
                ownLoopsAreExact(m, n, k, operand(a, m, k, 3), a, operand(b, k, n, 4), b);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 6, 17", "128, 8, 5", "1, 2, 3", "3, 7, 16", "10, 9, 12", "16, 4, 8", "21, 5, 9", "65, 7, 11"})
    void numbersThatAreNoneReachTheirOwnRowsAndColumnsOnly(int m, int n, int k) {
        float[] extremes = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -0f};
        for (Operand a : Operand.values()) {
            for (Operand b : Operand.values()) {
                for (float extreme : extremes) {
                    INDArray left = operand(a, m, k, 5);
                    INDArray right = operand(b, k, n, 6);
                    ownLoopsAreExact(m, n, k, spoiled(left, 0, extreme), a, right, b);
                    ownLoopsAreExact(m, n, k, spoiled(left, m * k - 1, -extreme), a, right, b);
                    ownLoopsAreExact(m, n, k, operand(a, m, k, 5), a, spoiled(right, k * n - 1, extreme), b);
                }
            }
        }
    }

    private static INDArray spoiled(INDArray a, int index, float extreme) {
        double[] numbers = OffHeap.toDoubles(a);
        numbers[index] = extreme;
        OffHeap.fromDoubles(a, numbers);
        return a;
    }
}
