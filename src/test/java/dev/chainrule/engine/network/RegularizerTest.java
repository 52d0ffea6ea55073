package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.diagnose.GradientCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class RegularizerTest {

    static Stream<Regularizer> regularizers() {
        return Members.of(Regularizer.class);
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void theGradientIsTheDerivativeOfThePenalty(Regularizer omega) {
        GradientCheck check = GradientCheck.all(Points.objective(Points.awayFromZero(3, 4, 1), new Points.Function() {
            @Override
            public double at(INDArray w) {
                return omega.penalty(w);
            }

            @Override
            public void gradient(INDArray gradient, INDArray w) {
                InPlace.fill(gradient, 0);
                omega.addGradient(gradient, w);
            }
        }));

        assertThat(check.relativeError()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void theCurvatureIsTheDerivativeOfTheGradientAndIsAdded(Regularizer omega) {
        INDArray w = Points.awayFromZero(3, 4, 1);
        INDArray v = Points.awayFromZero(3, 4, 2);
        INDArray before = Points.awayFromZero(3, 4, 3);
        INDArray exact = Tangent.along(before, 0, v);
        omega.addCurvature(exact, w, v);

        Tangent.isSharp(exact, (out, t) -> {
            InPlace.copy(out, before);
            InPlace.scale(out, t);
            omega.addGradient(out, Tangent.along(w, t, v));
        });
    }

    @ParameterizedTest
    @MethodSource("regularizers")
    void theGradientIsAdded(Regularizer omega) {
        INDArray w = OffHeap.matrix(DataType.DOUBLE, new double[][] {{0, 2}});
        INDArray dw = OffHeap.matrix(DataType.DOUBLE, new double[][] {{7, 7}});
        omega.addGradient(dw, w);

        assertThat(OffHeap.get(dw, 0)).isEqualTo(7);
        assertThat(OffHeap.get(dw, 1)).isGreaterThan(7);
    }

    @Test
    void penaltiesAreWhatTheirFormulasSay() {
        INDArray w = OffHeap.matrix(DataType.DOUBLE, new double[][] {{-1, 2}});

        assertThat(new Regularizer.L1(0.5).penalty(w)).isEqualTo(1.5);
        assertThat(new Regularizer.L2(0.5).penalty(w)).isEqualTo(2.5);
        assertThat(new Regularizer.L1L2(0.5, 0.25).penalty(w)).isEqualTo(2.75);
    }
}
