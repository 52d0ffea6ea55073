package dev.chainrule.engine.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class SpectrumTest {

    /** J = 1/2 sum d_i theta_i^2: its Hessian is diagonal, so its eigenvalues are known. */
    private record Diagonal(INDArray d, INDArray theta, INDArray gradient) implements TwiceDifferentiable {

        static Diagonal of(DataType type, double... eigenvalues) {
            INDArray d = OffHeap.vector(type, eigenvalues.length);
            OffHeap.fromDoubles(d, eigenvalues);
            return new Diagonal(d, OffHeap.vector(type, eigenvalues.length), OffHeap.vector(type, eigenvalues.length));
        }

        @Override
        public double value() {
            InPlace.multiply(gradient, d, theta);
            return Reductions.dot(theta, gradient) / 2;
        }

        @Override
        public double valueAndGradient() {
            return value();
        }

        @Override
        public void hessianVectorProduct(INDArray out, INDArray v) {
            valueAndGradient();
            InPlace.multiply(out, d, v);
        }
    }

    private static double[] values(Spectrum spectrum) {
        return spectrum.largest().stream()
                .mapToDouble(Spectrum.Eigenvalue::value)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void theEndsOfAKnownSpectrumAreFoundLongBeforeAllOfIt(DataType type) {
        double[] eigenvalues = new double[2000];
        Arrays.setAll(eigenvalues, i -> Math.sin(i)); // a bulk in [-1, 1] …
        eigenvalues[17] = 50; //                         … and outliers
        eigenvalues[1234] = 20;
        eigenvalues[7] = 19;
        eigenvalues[99] = -3;
        double tolerance = type == DataType.FLOAT ? 1e-5 : 1e-8;

        Spectrum spectrum = Spectrum.of(Diagonal.of(type, eigenvalues), new Spectrum.Search(3, 100, tolerance, 1));

        assertThat(spectrum.converged()).isTrue();
        assertThat(spectrum.products()).isLessThan(60);
        assertThat(values(spectrum)).containsExactly(new double[] {50, 20, 19}, within(50 * tolerance));
        assertThat(spectrum.least().value()).isEqualTo(-3, within(50 * tolerance));
    }

    @Test
    void whatHasNotConvergedSaysSoAndItsErrorIsABound() {
        double[] eigenvalues = DoubleStream.iterate(0, d -> d + 1).limit(500).toArray();
        for (int most = 3; most < 40; most++) {
            Spectrum spectrum =
                    Spectrum.of(Diagonal.of(DataType.DOUBLE, eigenvalues), new Spectrum.Search(2, most, 1e-12, 1));

            assertThat(spectrum.converged()).isFalse();
            assertThat(spectrum.products()).isEqualTo(most);
            for (Spectrum.Eigenvalue e : spectrum.largest()) {
                double distance = Math.abs(e.value() - Math.rint(e.value())); // from the nearest whole number
                assertThat(distance).isLessThanOrEqualTo(e.error() + 1e-9);
            }
        }
    }

    @Test
    void aSmallSpectrumIsFoundWholeWithEveryRepetition() {
        Spectrum spectrum =
                Spectrum.of(Diagonal.of(DataType.DOUBLE, 2, 2, 2, -1, 0, 0), new Spectrum.Search(6, 100, 1e-10, 3));

        assertThat(values(spectrum)).containsExactly(new double[] {2, 2, 2, 0, 0, -1}, within(1e-12));
        assertThat(spectrum.converged()).isTrue();
        assertThat(spectrum.products()).isEqualTo(6);
    }

    private static Network net(int hidden) {
        NetworkSpec spec = new NetworkSpec(
                3,
                List.of(Dense.of(hidden, new Activation.Tanh()), Dense.of(2, new Activation.Softmax())),
                new Loss.CategoricalCrossentropy(),
                null);
        return Network.build(spec, 9, DataType.DOUBLE, RandomStream.of(4));
    }

    private static TwiceDifferentiable objective(Network network) {
        INDArray x = OffHeap.matrix(DataType.DOUBLE, 3, 9);
        RandomStream.of(5).fillNormal(x, 0, 1);
        INDArray y = OffHeap.matrix(DataType.DOUBLE, 2, 9);
        for (int i = 0; i < 9; i++) {
            OffHeap.set(y, 2L * i + i % 2, 1);
        }
        return network.on(x, y);
    }

    /** H, column by column, and its eigenvalues by a full decomposition: its singular values once it is shifted to be positive. */
    private static double[] eigenvalues(TwiceDifferentiable j) {
        int n = Math.toIntExact(j.theta().length());
        double[] hessian = new double[n * n];
        INDArray out = OffHeap.vector(DataType.DOUBLE, n);
        double shift = 0;
        for (int i = 0; i < n; i++) {
            INDArray unit = OffHeap.vector(DataType.DOUBLE, n);
            OffHeap.set(unit, i, 1);
            j.hessianVectorProduct(out, unit);
            System.arraycopy(OffHeap.toDoubles(out), 0, hessian, n * i, n);
            shift = Math.max(shift, Reductions.sumOfAbs(out)); // Gershgorin
        }
        for (int i = 0; i < n; i++) {
            hessian[n * i + i] += shift;
        }
        double[] values = Lapack.singularValues(n, n, hessian);
        for (int i = 0; i < n; i++) {
            values[i] -= shift;
        }
        return values;
    }

    @Test
    void aNetworksSpectrumAgreesWithTheFullDecomposition() {
        try (Network network = net(4)) {
            TwiceDifferentiable j = objective(network);
            double[] all = eigenvalues(j);

            Spectrum whole = Spectrum.of(j, new Spectrum.Search(all.length, all.length, 1e-9, 7));
            Spectrum some = Spectrum.of(j, new Spectrum.Search(3, 20, 1e-6, 7));

            assertThat(values(whole)).containsExactly(all, within(1e-12));
            assertThat(some.converged()).isTrue();
            assertThat(values(some)).containsExactly(Arrays.copyOf(all, 3), within(1e-6 * all[0]));
            assertThat(some.least().value()).isEqualTo(all[all.length - 1], within(1e-6 * all[0]));
        }
    }

    @Test
    void theTraceIsTheSumOfTheEigenvaluesWithinItsStandardError() {
        try (Network network = net(4)) {
            TwiceDifferentiable j = objective(network);
            double sum = DoubleStream.of(eigenvalues(j)).sum();

            Trace trace = Trace.of(j, 2000, 7);
            Trace longer = Trace.of(j, 8000, 7);

            assertThat(trace.value()).isEqualTo(sum, within(3 * trace.standardError()));
            assertThat(trace.standardError()).isLessThan(0.05 * sum);
            assertThat(longer.standardError() / trace.standardError()).isBetween(0.45, 0.55);
        }
    }

    @Test
    void theStandardErrorIsHonestOverManySeeds() {
        try (Network network = net(4)) {
            TwiceDifferentiable j = objective(network);
            double sum = DoubleStream.of(eigenvalues(j)).sum();
            int within = 0;
            for (int seed = 0; seed < 200; seed++) {
                Trace trace = Trace.of(j, 30, seed);
                within += Math.abs(trace.value() - sum) < 2 * trace.standardError() ? 1 : 0;
            }

            assertThat(within).isBetween(178, 200); // 95 % of 200, give or take four deviations
        }
    }

    @Test
    void theTraceOfADiagonalIsExactAtOnce() {
        Trace trace = Trace.of(Diagonal.of(DataType.DOUBLE, 1, 2, -5), 4, 1);

        assertThat(trace).isEqualTo(new Trace(-2, 0, 4));
        assertThat(Trace.of(Diagonal.of(DataType.DOUBLE, 1), 1, 1).standardError())
                .isNaN();
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        try (Network network = net(6)) {
            TwiceDifferentiable j = objective(network);
            Spectrum.Search search = new Spectrum.Search(2, 30, 1e-3, 7);

            assertThat(Spectrum.of(j, search)).isEqualTo(Spectrum.of(j, search));
            assertThat(Trace.of(j, 10, 7)).isEqualTo(Trace.of(j, 10, 7)).isNotEqualTo(Trace.of(j, 10, 8));
        }
    }

    @Test
    void aProductThatIsNotFiniteIsSaid() {
        Diagonal broken = Diagonal.of(DataType.DOUBLE, 1, Double.NaN);

        assertThatThrownBy(() -> Spectrum.of(broken, new Spectrum.Search(1, 2, 1e-3, 1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Trace.of(broken, 2, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Trace.of(broken, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Spectrum.Search(3, 2, 1e-3, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
