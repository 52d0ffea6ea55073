package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers an evaluation reports, against their definitions. */
class JudgeTest {

    @Test
    void theAreaUnderTheCurveIsTheShareOfPairsInOrderWithTiesForOneHalf() {
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            int n = 2 + random.nextInt(60);
            double[] scores = random.doubles(n).map(s -> Math.floor(7 * s) / 7).toArray(); // many ties
            int[] labels = random.ints(n, 0, 3).toArray();
            for (int positive = 0; positive < 3; positive++) {
                double won = 0;
                long pairs = 0;
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        if (labels[i] == positive && labels[j] != positive) {
                            won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                            pairs++;
                        }
                    }
                }
                Double area = RocAuc.of(scores, labels, positive);
                if (pairs == 0) {
                    assertThat(area).isNull();
                } else {
                    assertThat(area).isCloseTo(won / pairs, within(1e-12));
                }
            }
        }
    }

    @Test
    void theAreaIsOneHalfWhereAllScoresAreEqualAndFlipsWithTheOrder() {
        int[] labels = {0, 1, 1, 0};
        assertThat(RocAuc.of(new double[] {2, 2, 2, 2}, labels, 1)).isEqualTo(0.5);
        assertThat(RocAuc.of(new double[] {1, 2, 3, 0}, labels, 1)).isEqualTo(1);
        assertThat(RocAuc.of(new double[] {1, 2, 3, 0}, labels, 0)).isEqualTo(0);
        assertThat(RocAuc.of(new double[] {-0.0, 0.0}, new int[] {0, 1}, 1)).isEqualTo(0.5);
    }

    private static Scores scores(double[][] columns, int... meant) {
        Scores scores = new Scores(columns[0].length, columns.length);
        INDArray yHat = Nd4j.create(columns).transpose();
        INDArray y = Nd4j.zeros(columns[0].length, columns.length);
        IntStream.range(0, meant.length).forEach(j -> y.putScalar(meant[j], j, 1));
        scores.add(yHat, y);
        return scores;
    }

    @Test
    void theLogarithmicLossIsFiniteAtProbabilityNoughtAndUnknownForOtherScores() {
        Scores scores = scores(new double[][] {{0.25, 0.75}, {0.5, 0.5}, {1, 0}}, 1, 0, 1);
        assertThat(Judge.logLoss(scores))
                .isCloseTo(-(Math.log(0.75) + Math.log(0.5) + Math.log(Math.ulp(1.0))) / 3, within(1e-6));
        assertThat(Judge.logLoss(scores(new double[][] {{0.25, 0.9}}, 1))).isNull();
        assertThat(Judge.logLoss(scores(new double[][] {{-0.5, 1.5}}, 1))).isNull();
    }

    @Test
    void aRowIsDoubtfulWhereAnotherClassReachesItsOwnMeanConfidence() {
        Scores scores = scores(
                new double[][] {{0.9, 0.1}, {0.8, 0.2}, {0.1, 0.9}, {0.2, 0.8}, {0.3, 0.7}, {0.05, 0.95}, {0.55, 0.45}},
                0,
                0,
                0,
                1,
                1,
                1,
                1);
        // t_0 = (0.9 + 0.8 + 0.1) / 3 = 0.6, t_1 = (0.8 + 0.7 + 0.95 + 0.45) / 4 = 0.725: row 2 is confidently of class
        // 1,
        // row 6 of none
        assertThat(Mislabeled.labels(scores)).containsExactly(2);
    }

    @Test
    void aNumberIsDoubtfulThreeAndAHalfRobustDeviationsFromTheMedian() {
        double[] residuals = {0.1, -0.1, 0.2, -0.2, 0.05, 3, -0.05, -9};
        assertThat(Mislabeled.numbers(residuals)).containsExactly(7, 5);
        assertThat(Mislabeled.numbers(new double[] {1, 1, 1})).isEmpty();
    }
}
