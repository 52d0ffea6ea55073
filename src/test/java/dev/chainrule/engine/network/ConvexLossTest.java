package dev.chainrule.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.array.InPlace;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every loss is convex in what it is given, pre-activations or outputs: EPOCH-GD takes it for granted. */
class ConvexLossTest {

    static Stream<Loss> losses() {
        return Members.of(Loss.class);
    }

    /** Whether a function lies below its chords at the middle of random segments. */
    private static boolean isConvex(ToDoubleFunction<INDArray> f) {
        for (long seed = 1; seed <= 200; seed += 2) {
            INDArray a = Points.awayFromZero(3, 4, seed);
            INDArray b = Points.awayFromZero(3, 4, seed + 1);
            INDArray middle = Points.like(a);
            InPlace.add(middle, a, b);
            InPlace.scale(middle, 0.5);
            double chord = (f.applyAsDouble(a) + f.applyAsDouble(b)) / 2;
            if (f.applyAsDouble(middle) > chord + 1e-12 * Math.abs(chord)) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aLossLiesBelowItsChords(Loss loss) {
        INDArray y = Points.oneHot(3, 4, 6);

        assertThat(isConvex(at -> LossTest.objective(loss, at, y, 1).value())).isTrue();
    }

    @Test
    void aFunctionThatIsNotConvexIsSeen() {
        assertThat(isConvex(at -> {
                    INDArray h = Points.like(at);
                    InPlace.copy(h, at);
                    InPlace.scale(h, 20); // far out, where the sigmoid is flat
                    new Activation.Sigmoid().value(h, h);
                    return new Loss.MeanSquaredError().sum(h, Points.oneHot(3, 4, 6));
                }))
                .isFalse();
    }
}
