package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Objective;
import dev.chainrule.engine.array.OffHeap;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays for derivative tests, all in double precision, and functions of them. */
final class Points {

    private Points() {}

    /** Between 0.05 and 1.5 in absolute value, of either sign: a step away from the kinks that rectifiers have at 0. */
    static INDArray awayFromZero(long rows, long columns, long seed) {
        Random random = new Random(seed);
        return filled(rows, columns, () -> (random.nextBoolean() ? 1 : -1) * (0.05 + 1.45 * random.nextDouble()));
    }

    /** Between 0.05 and 0.95. */
    static INDArray shares(long rows, long columns, long seed) {
        Random random = new Random(seed);
        return filled(rows, columns, () -> 0.05 + 0.9 * random.nextDouble());
    }

    /** Each column one 1, else 0. */
    static INDArray oneHot(int rows, int columns, long seed) {
        Random random = new Random(seed);
        INDArray y = OffHeap.matrix(DataType.DOUBLE, rows, columns);
        for (int j = 0; j < columns; j++) {
            OffHeap.set(y, (long) j * rows + random.nextInt(rows), 1);
        }
        return y;
    }

    private static INDArray filled(long rows, long columns, java.util.function.DoubleSupplier value) {
        INDArray a = OffHeap.matrix(DataType.DOUBLE, rows, columns);
        for (long i = 0; i < rows * columns; i++) {
            OffHeap.set(a, i, value.getAsDouble());
        }
        return a;
    }

    static INDArray like(INDArray a) {
        return OffHeap.matrix(a.dataType(), a.size(0), a.size(1));
    }

    /** A function of one array, with its gradient. */
    interface Function {
        double at(INDArray point);

        /** gradient <- the derivative at point; called after {@link #at}. */
        void gradient(INDArray gradient, INDArray point);
    }

    static Objective objective(INDArray point, Function f) {
        INDArray gradient = like(point);
        return new Objective() {
            @Override
            public INDArray theta() {
                return point;
            }

            @Override
            public INDArray gradient() {
                return gradient;
            }

            @Override
            public double value() {
                return f.at(point);
            }

            @Override
            public double valueAndGradient() {
                double value = f.at(point);
                f.gradient(gradient, point);
                return value;
            }
        };
    }
}
