package dev.chainrule.engine.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses and right answers of many columns at once are those of the plain loops, whatever stands in the columns. */
class FewRowsTest {

    private static final ScalarColumn PLAIN = new ScalarColumn(Numbers.FLOAT, new ScalarTranscendental(Numbers.FLOAT));

    private static double[] logits(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(rows * 100L + columns);
        return random.doubles((long) rows * columns, -3, 3)
                .map(x -> Math.rint(4 * x) / 4) // so that some are alike
                .toArray();
    }

    private static double[] oneHot(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(columns);
        double[] targets = new double[rows * columns];
        for (int j = 0; j < columns; j++) {
            targets[j * rows + random.nextInt(rows)] = 1;
        }
        return targets;
    }

    private static double[] soft(int rows, int columns) {
        return new SplittableRandom(9).doubles((long) rows * columns, 0, 0.5).toArray();
    }

    private static INDArray matrix(int rows, int columns, double[] values) {
        INDArray a = OffHeap.matrix(DataType.FLOAT, rows, columns);
        OffHeap.fromDoubles(a, values);
        return a;
    }

    private static void same(double actual, double expected, double error) {
        if (Double.isFinite(expected)) {
            assertThat(actual).isCloseTo(expected, within(error));
        } else {
            assertThat((Double) actual).isEqualTo((Double) expected); // boxed: NaN is NaN
        }
    }

    private static void compare(int rows, int columns, double[] logits, double[] targets) {
        INDArray a = matrix(rows, columns, logits);
        INDArray t = matrix(rows, columns, targets);
        INDArray fast = OffHeap.matrix(DataType.FLOAT, rows, columns);
        INDArray plain = OffHeap.matrix(DataType.FLOAT, rows, columns);
        ColumnKernels column = Border.kernels(a).column();
        double expected = PLAIN.softmaxCrossEntropy(Border.at(plain), Border.at(a), Border.at(t), rows, columns);
        double actual = column.softmaxCrossEntropy(Border.at(fast), Border.at(a), Border.at(t), rows, columns);
        same(actual, expected, 1e-6 * (1 + Math.abs(expected)));
        double[] y = OffHeap.toDoubles(plain);
        double[] yFast = OffHeap.toDoubles(fast);
        for (int i = 0; i < y.length; i++) {
            same(yFast[i], y[i], 3e-7 * y[i] + 1e-44);
        }
        assertThat(column.agreements(Border.at(a), Border.at(t), rows, columns))
                .isEqualTo(PLAIN.agreements(Border.at(a), Border.at(t), rows, columns));
        Border.keep(a, t);
    }

    @ParameterizedTest
    @CsvSource({"2, 16", "3, 16", "3, 17", "10, 32", "10, 64", "10, 47", "15, 48", "16, 33", "17, 32", "1, 16", "4, 15"
    })
    void lossesOutputsAndRightAnswersAreThoseOfThePlainLoops(int rows, int columns) {
        double[] logits = logits(rows, columns);

        compare(rows, columns, logits, oneHot(rows, columns));
        compare(rows, columns, logits, soft(rows, columns));
    }

    @ParameterizedTest
    @CsvSource({"-Infinity", "Infinity", "NaN", "1e30", "-0.0"})
    void soTheyAreWhereNumbersAreExtreme(double extreme) {
        for (int at = 0; at < 10 * 32; at += 7) {
            double[] logits = logits(10, 32);
            double[] targets = oneHot(10, 32);
            logits[at] = extreme;

            compare(10, 32, logits, targets);

            targets[at] = extreme == 1e30 ? 1 : extreme;
            compare(10, 32, logits(10, 32), targets);
        }
    }
}
