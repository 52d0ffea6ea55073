package dev.chainrule.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.diagnose.Landscape.Grid;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LandscapeTest {

    private static final NetworkSpec SPEC = new NetworkSpec(
            3,
            List.of(Dense.of(4, new Activation.Tanh()), Dense.of(2, new Activation.Linear())),
            new Loss.MeanSquaredError(),
            null);

    private static Network network() {
        return Network.build(SPEC, 5, DataType.DOUBLE, RandomStream.of(3));
    }

    private static INDArray random(int rows, long seed) {
        INDArray a = OffHeap.matrix(DataType.DOUBLE, rows, 5);
        RandomStream.of(seed).fillNormal(a, 0, 1);
        return a;
    }

    @Test
    void eachUnitsPartOfADirectionIsAsLongAsItsWeights() {
        try (Network network = network()) {
            Parameters p = network.parameters();
            RandomStream.of(9).fillNormal(p.view(p.theta(), "layer1.bias"), 0, 1);
            double[] d = Landscape.direction(p, RandomStream.of(1));
            double[] theta = OffHeap.toDoubles(p.theta());
            for (int unit = 0; unit < 4; unit++) {
                double ours = 0;
                double theirs = 0;
                for (int j = 0; j < 3; j++) {
                    ours += Math.pow(d[j * 4 + unit], 2);
                    theirs += Math.pow(theta[j * 4 + unit], 2);
                }
                assertThat(ours).isCloseTo(theirs, within(1e-12));
                assertThat(d[12 + unit]).as("a bias stays").isZero();
                assertThat(theta[12 + unit]).isNotZero();
            }
        }
    }

    @Test
    void theGridHoldsJAndThetaIsPutBack() {
        try (Network network = network();
                INDArray x = random(3, 1);
                INDArray y = random(2, 2)) {
            double[] before = OffHeap.toDoubles(network.parameters().theta());
            Landscape seen = Landscape.of(network.on(x, y), network.parameters(), new Grid(5, 0.5, 7));

            assertThat(OffHeap.toDoubles(network.parameters().theta())).containsExactly(before);
            assertThat(seen.steps()).containsExactly(-0.5, -0.25, 0, 0.25, 0.5);
            assertThat(seen.values()[2][2]).isEqualTo(seen.center());
            RandomStream random = RandomStream.of(7).split("landscape");
            double[] d1 = Landscape.direction(network.parameters(), random.at(1));
            double[] d2 = Landscape.direction(network.parameters(), random.at(2));
            double[] there = new double[before.length];
            for (int i = 0; i < there.length; i++) {
                there[i] = before[i] + 0.5 * d1[i] - 0.25 * d2[i];
            }
            OffHeap.fromDoubles(network.parameters().theta(), there);
            assertThat(network.on(x, y).value()).isCloseTo(seen.values()[4][1], within(1e-12));
        }
    }

    @Test
    void theSeedDecides() {
        try (Network network = network();
                INDArray x = random(3, 1);
                INDArray y = random(2, 2)) {
            double[][] one = values(network, x, y, 1);
            assertThat(values(network, x, y, 1)).isDeepEqualTo(one);
            assertThat(values(network, x, y, 2)[0][0]).isNotEqualTo(one[0][0]);
        }
    }

    private static double[][] values(Network network, INDArray x, INDArray y, long seed) {
        return Landscape.of(network.on(x, y), network.parameters(), new Grid(3, 1, seed))
                .values();
    }

    @Test
    void aGridNeedsPointsAndARadius() {
        assertThatThrownBy(() -> new Grid(1, 1, 0)).hasMessageContaining("points >= 2");
        assertThatThrownBy(() -> new Grid(3, 0, 0)).hasMessageContaining("radius > 0");
    }
}
