package dev.chainrule.engine.network;

import static dev.chainrule.engine.network.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.chainrule.engine.array.Footprint;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of the Hessian by the R-operator, against differences of gradients. */
class HessianTest {

    private static final int INPUTS = 4;
    private static final int OUTPUTS = 3;
    private static final double STEP = 1e-5;

    /** Every layer with every activation and loss, penalties in turn; every loss with every output it accepts. */
    static Stream<NetworkSpec> networks() {
        List<NetworkSpec> all = new ArrayList<>();
        List<Regularizer> penalties = Members.of(Regularizer.class).toList();
        for (Loss loss : Members.of(Loss.class).toList()) {
            for (Activation output : Members.of(Activation.class)
                    .filter(f -> loss.mismatch(f) == null)
                    .toList()) {
                all.add(spec(List.of(dense(5, new Activation.Tanh())), output, loss, null));
            }
            Activation output = Members.of(Activation.class)
                    .filter(f -> loss.mismatch(f) == null)
                    .findFirst()
                    .orElseThrow();
            for (LayerSpec layer : Members.of(LayerSpec.class).toList()) {
                for (Activation f : Members.of(Activation.class).toList()) {
                    Regularizer penalty = penalties.get(all.size() % penalties.size());
                    all.add(spec(List.of(dense(5, f), layer, dense(4, f)), output, loss, penalty));
                }
            }
        }
        return Stream.concat(all.stream(), NetworkTest.networks());
    }

    private static NetworkSpec spec(
            List<LayerSpec> hidden, Activation output, Loss loss, @Nullable Regularizer penalty) {
        List<LayerSpec> layers = new ArrayList<>(hidden);
        layers.add(dense(OUTPUTS, output));
        return new NetworkSpec(INPUTS, layers, loss, penalty);
    }

    private static NetworkSpec curved() {
        return spec(
                List.of(dense(5, new Activation.Tanh()), dense(4, new Activation.Sigmoid())),
                new Activation.Softmax(),
                new Loss.CategoricalCrossentropy(),
                new Regularizer.L2(0.1));
    }

    private static Network build(NetworkSpec spec, DataType type) {
        Network network = Network.build(spec, 7, type, RandomStream.of(11));
        RandomStream.of(12).fillUniform(network.parameters().theta(), -0.8, 0.8);
        network.draw(3);
        return network;
    }

    private static TwiceDifferentiable objective(Network network, int m) {
        return network.on(Points.awayFromZero(INPUTS, m, 21), Points.oneHot(OUTPUTS, m, 22));
    }

    private static INDArray direction(TwiceDifferentiable j, long seed) {
        INDArray v = OffHeap.vector(DataType.DOUBLE, j.theta().length());
        RandomStream.of(seed).fillNormal(v, 0, 1);
        return v;
    }

    private static INDArray product(TwiceDifferentiable j, INDArray v) {
        INDArray out = OffHeap.vector(v.dataType(), v.length());
        j.hessianVectorProduct(out, v);
        return out;
    }

    /** (grad J(theta + e v) - grad J(theta - e v)) / 2e. */
    private static INDArray difference(TwiceDifferentiable j, INDArray v) {
        INDArray out = OffHeap.vector(DataType.DOUBLE, v.length());
        InPlace.axpy(j.theta(), STEP, v);
        j.valueAndGradient();
        InPlace.copy(out, j.gradient());
        InPlace.axpy(j.theta(), -2 * STEP, v);
        j.valueAndGradient();
        InPlace.subtract(out, out, j.gradient());
        InPlace.axpy(j.theta(), STEP, v);
        InPlace.scale(out, 1 / (2 * STEP));
        return out;
    }

    /** ||exact - difference|| / max(||exact||, ||difference||, 1e-3). */
    private static double error(INDArray exact, INDArray difference) {
        double size = Math.max(Reductions.sumOfSquares(exact), Reductions.sumOfSquares(difference));
        return Math.sqrt(Reductions.squaredDistance(exact, difference) / Math.max(size, 1e-6));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aProductIsTheDerivativeOfTheGradientAlongTheDirection(NetworkSpec spec) {
        for (int m : new int[] {7, 3, 1}) {
            try (Network network = build(spec, DataType.DOUBLE)) {
                TwiceDifferentiable j = objective(network, m);
                INDArray v = direction(j, 5);

                assertThat(error(product(j, v), difference(j, v))).isLessThan(1e-6);
            }
        }
    }

    @Test
    void aProductWithoutThePenaltysCurvatureIsFound() {
        NetworkSpec spec = curved();
        NetworkSpec without = new NetworkSpec(spec.inputs(), spec.layers(), spec.loss(), null);
        try (Network network = build(spec, DataType.DOUBLE);
                Network other = build(without, DataType.DOUBLE)) {
            TwiceDifferentiable j = objective(network, 7);
            INDArray v = direction(j, 5);

            assertThat(error(product(objective(other, 7), v), difference(j, v))).isGreaterThan(1e-2);
        }
    }

    @Test
    void aWrongFifthDigitOfTheLargestComponentIsFound() {
        try (Network network = build(curved(), DataType.DOUBLE)) {
            TwiceDifferentiable j = objective(network, 7);
            INDArray v = direction(j, 5);
            INDArray product = product(j, v);
            INDArray difference = difference(j, v);
            assertThat(error(product, difference)).isLessThan(1e-7);

            for (long i = 0; i < product.length(); i++) {
                if (Math.abs(OffHeap.get(product, i)) == Reductions.maxAbs(product)) {
                    OffHeap.set(product, i, OffHeap.get(product, i) * (1 + 1e-4));
                }
            }

            assertThat(error(product, difference)).isGreaterThan(1e-6);
        }
    }

    @Test
    void productsWithUnitVectorsAreTheWholeHessianWhichIsSymmetric() {
        try (Network network = build(curved(), DataType.DOUBLE)) {
            TwiceDifferentiable j = objective(network, 7);
            int n = Math.toIntExact(j.theta().length());
            double[][] hessian = new double[n][];
            for (int i = 0; i < n; i++) {
                INDArray unit = OffHeap.vector(DataType.DOUBLE, n);
                OffHeap.set(unit, i, 1);
                hessian[i] = OffHeap.toDoubles(product(j, unit));

                assertThat(hessian[i]).containsExactly(OffHeap.toDoubles(difference(j, unit)), within(1e-8));
            }
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < i; k++) {
                    assertThat(hessian[i][k]).isEqualTo(hessian[k][i], within(1e-14));
                }
            }
        }
    }

    @Test
    void theHessianIsSymmetric() {
        try (Network network = build(curved(), DataType.DOUBLE)) {
            TwiceDifferentiable j = objective(network, 7);
            INDArray u = direction(j, 5);
            INDArray v = direction(j, 6);
            double uHv = Reductions.dot(u, product(j, v));

            assertThat(Reductions.dot(v, product(j, u))).isEqualTo(uHv, within(1e-13 * Math.abs(uHv)));
        }
    }

    @Test
    void theHessianOfLinearLeastSquaresIsTwiceTheMeanOfTheInputsSquared() {
        NetworkSpec spec = new NetworkSpec(
                INPUTS,
                List.of(Layers.unbiased(1, new Activation.Linear(), new Initializer.HeNormal())),
                new Loss.MeanSquaredError(),
                null);
        try (Network network = build(spec, DataType.DOUBLE)) {
            INDArray x = Points.awayFromZero(INPUTS, 7, 3);
            INDArray square = OffHeap.matrix(DataType.DOUBLE, INPUTS, INPUTS);
            InPlace.matmulTransposeRight(square, x, x);
            InPlace.scale(square, 2.0 / 7);
            TwiceDifferentiable j = network.on(x, Points.awayFromZero(1, 7, 4));
            for (int i = 0; i < INPUTS; i++) {
                INDArray unit = OffHeap.vector(DataType.DOUBLE, INPUTS);
                OffHeap.set(unit, i, 1);
                double[] column = OffHeap.toDoubles(OffHeap.view(square, (long) i * INPUTS, INPUTS, 1));

                assertThat(OffHeap.toDoubles(product(j, unit))).containsExactly(column, within(1e-14));
            }
        }
    }

    @Test
    void aProductLeavesThetaAndGivesTheGradientToo() {
        try (Network network = build(curved(), DataType.DOUBLE)) {
            TwiceDifferentiable j = objective(network, 7);
            double[] theta = OffHeap.toDoubles(j.theta());
            j.valueAndGradient();
            double[] gradient = OffHeap.toDoubles(j.gradient());
            InPlace.fill(j.gradient(), 0);
            INDArray v = direction(j, 5);
            double[] first = OffHeap.toDoubles(product(j, v));

            assertThat(OffHeap.toDoubles(product(j, v))).containsExactly(first);
            assertThat(OffHeap.toDoubles(j.theta())).containsExactly(theta);
            assertThat(OffHeap.toDoubles(j.gradient())).containsExactly(gradient);
        }
    }

    @Test
    void aProductTakenInPiecesIsTheSame() {
        INDArray x = Points.awayFromZero(INPUTS, 7, 21);
        INDArray y = Points.oneHot(OUTPUTS, 7, 22);
        try (Network network = build(curved(), DataType.DOUBLE)) {
            TwiceDifferentiable j = network.on(x, y);
            INDArray v = direction(j, 5);
            double[] whole = OffHeap.toDoubles(product(j, v));
            network.startGradient();
            network.startProduct(v);
            for (int from = 0; from < 7; from += 4) {
                int m = Math.min(4, 7 - from);
                network.forward(
                        OffHeap.view(x, (long) INPUTS * from, INPUTS, m),
                        OffHeap.view(y, (long) OUTPUTS * from, OUTPUTS, m));
                network.backward(1.0 / 7);
                network.addProduct(1.0 / 7);
            }

            assertThat(OffHeap.toDoubles(network.product())).containsExactly(whole, within(1e-14));
        }
    }

    @Test
    void singlePrecisionGivesTheSameToItsOwnAccuracy() {
        try (Network wide = build(curved(), DataType.DOUBLE);
                Network narrow = build(curved(), DataType.FLOAT)) {
            TwiceDifferentiable j = objective(wide, 7);
            TwiceDifferentiable k = narrow.on(
                    Points.awayFromZero(INPUTS, 7, 21).castTo(DataType.FLOAT),
                    Points.oneHot(OUTPUTS, 7, 22).castTo(DataType.FLOAT));
            InPlace.copy(
                    k.theta(),
                    OffHeap.view(j.theta().castTo(DataType.FLOAT), 0, j.theta().length(), 1));
            INDArray v = direction(j, 5);

            assertThat(error(product(k, v.castTo(DataType.FLOAT)).castTo(DataType.DOUBLE), product(j, v)))
                    .isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.chainrule.engine.network.NetworkTest#networks")
    void secondOrderIsAllocatedWhenItIsAskedForAndItsEstimateIsExact(NetworkSpec spec) {
        try (Network network = Network.build(spec, 300, DataType.DOUBLE, RandomStream.of(1))) {
            long plain = Network.estimateBytes(spec, 300, DataType.DOUBLE);
            INDArray x = Points.awayFromZero(INPUTS, 300, 1);
            INDArray y = Points.oneHot(OUTPUTS, 300, 2);
            TwiceDifferentiable j = network.on(x, y);
            j.valueAndGradient();
            assertThat(Footprint.of(network, x, y)).isEqualTo(plain);

            product(j, direction(j, 5));

            assertThat(Footprint.of(network, x, y))
                    .isEqualTo(plain + Network.estimateTangentBytes(spec, 300, DataType.DOUBLE));
        }
    }

    @Test
    void thousandsOfProductsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        NetworkSpec spec = spec(
                List.of(dense(16, new Activation.Tanh()), new Dropout(0.2, null), dense(16, new Activation.Relu())),
                new Activation.Softmax(),
                new Loss.CategoricalCrossentropy(),
                new Regularizer.L2(0.1));
        try (Network network = Network.build(spec, 32, DataType.FLOAT, RandomStream.of(11))) {
            TwiceDifferentiable j = network.on(
                    Points.awayFromZero(INPUTS, 32, 21).castTo(DataType.FLOAT),
                    Points.oneHot(OUTPUTS, 32, 22).castTo(DataType.FLOAT));
            INDArray v = direction(j, 5).castTo(DataType.FLOAT);
            j.valueAndGradient(); // AllocationTest watches the passes themselves
            long allocated = Long.MAX_VALUE;
            long grown = Long.MAX_VALUE;
            for (int window = 0; window < 100 && allocated > 1024; window++) { // vectors are objects until compiled
                long before = threads.getCurrentThreadAllocatedBytes();
                long resident = Pointer.physicalBytes();
                for (int i = 0; i < 5000; i++) {
                    network.startProduct(v);
                    network.addProduct(1.0 / 32);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
                grown = Pointer.physicalBytes() - resident;
            }

            assertThat(allocated).isLessThanOrEqualTo(1024);
            assertThat(grown).isLessThan(16 << 20);
        }
    }
}
