package dev.chainrule.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every diagnostic notes all it remembers, so that after a resume it finds what it would have found. */
class NotesTest {

    private static final RunView RUN = new RunView(
            List.of(
                    new RunView.LayerView("layer1", "tanh"),
                    new RunView.LayerView("layer2", "relu"),
                    new RunView.LayerView("output", "softmax")),
            List.of(),
            0.1,
            1.0,
            1.0);

    static Stream<Class<?>> diagnostics() {
        return Arrays.stream(Diagnostic.class.getPermittedSubclasses());
    }

    private static Diagnostic create(Class<?> type) throws ReflectiveOperationException {
        return (Diagnostic) type.getConstructor(RunView.class).newInstance(RUN);
    }

    /** Shows steps and epochs whose numbers wander through every branch. */
    private static void show(Diagnostic diagnostic, long seed) {
        Random random = new Random(seed);
        StepView step = new StepView(3);
        for (int t = 1; t <= 60; t++) {
            step.step = t;
            step.loss = 1 + random.nextDouble();
            for (double[] values : List.of(
                    step.deltaNorm,
                    step.layerGradientNorm,
                    step.updateRatio,
                    step.weightGain,
                    step.activationGain,
                    step.deadFraction,
                    step.saturatedFraction)) {
                Arrays.setAll(values, k -> random.nextDouble());
            }
            diagnostic.onStep(step);
            if (t % 10 == 0) {
                double loss = 1 + random.nextDouble();
                diagnostic.onEpoch(new EpochView(t / 10, t, loss, 0.5, 1 + random.nextDouble(), 0.5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("diagnostics")
    void whatADiagnosticRemembersComesBackWhole(Class<?> type) throws ReflectiveOperationException {
        Diagnostic first = create(type);
        show(first, 1);
        Notes notes = Notes.blank();
        first.remember(notes);
        Diagnostic second = create(type);
        show(second, 2);

        assertThat(state(second)).as("shown something else").isNotEqualTo(state(first));
        second.remember(Notes.of(notes.values()));
        assertThat(state(second)).isEqualTo(state(first));
    }

    @Test
    void aFieldThatIsForgottenIsSeen() throws ReflectiveOperationException {
        Streak shown = new Streak();
        shown.note(true, 7);
        Streak fresh = new Streak();
        Notes half = Notes.blank();
        half.keep(7L);
        half.keep(0L); // the length was forgotten
        fresh.remember(Notes.of(half.values()));

        assertThat(state(fresh)).isNotEqualTo(state(shown));
    }

    @Test
    void notesThatAreTooFewAreRefused() {
        assertThatThrownBy(() -> new Streak().remember(Notes.of(new double[] {1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only 1");
    }

    /** Every number in an object of ours, in the order of its fields. */
    private static List<Object> state(Object object) throws ReflectiveOperationException {
        List<Object> values = new ArrayList<>();
        collect(object, values);
        return values;
    }

    private static void collect(@Nullable Object object, List<Object> values) throws ReflectiveOperationException {
        if (object == null || object instanceof RunView) {
            return;
        }
        if (object.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                collect(Array.get(object, i), values);
            }
        } else if (object instanceof Number || object instanceof Boolean) {
            values.add(object);
        } else {
            for (Field field : object.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    collect(field.get(object), values);
                }
            }
        }
    }
}
