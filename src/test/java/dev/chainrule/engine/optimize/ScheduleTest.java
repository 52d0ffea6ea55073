package dev.chainrule.engine.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.catalog.Defaults;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Member;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schedule, found through the sealed family: its values against a table made by hand, and what holds for all of them. */
class ScheduleTest {

    /** A schedule over T = 1000 steps and its factors by the formula, worked out by hand. */
    record Row(Schedule schedule, long[] t, double[] factors) {
        static Row of(Schedule schedule, double... pairs) {
            long[] t = new long[pairs.length / 2];
            double[] factors = new double[t.length];
            for (int i = 0; i < t.length; i++) {
                t[i] = (long) pairs[2 * i];
                factors[i] = pairs[2 * i + 1];
            }
            return new Row(schedule, t, factors);
        }

        @Override
        public String toString() {
            return schedule.toString();
        }
    }

    /** sqrt(1/2), 1/4^(1/4) and the like: powers at a quarter, half and three quarters of the way. */
    private static final double ROOT_HALF = 0.7071067811865476;

    static Stream<Row> table() {
        return Stream.of(
                Row.of(new Schedule.Constant(), 0, 1, 500, 1, 1000, 1, 5000, 1),
                Row.of(new Schedule.Step(0.1, 100), 0, 1, 99, 1, 100, 0.1, 250, 0.01, 1000, 1e-10),
                Row.of(
                        new Schedule.Exponential(0.25, 500),
                        0,
                        1,
                        125,
                        ROOT_HALF,
                        250,
                        0.5,
                        1000,
                        0.0625,
                        1500,
                        0.015625),
                Row.of(new Schedule.InverseTime(3, 500), 0, 1, 250, 0.4, 500, 0.25, 1000, 1.0 / 7, 4500, 1.0 / 28),
                Row.of(new Schedule.Polynomial(1, 0), 0, 1, 250, 0.75, 500, 0.5, 1000, 0, 2000, 0),
                Row.of(new Schedule.Polynomial(2, 0.2), 0, 1, 250, 0.65, 500, 0.4, 1000, 0.2, 2000, 0.2),
                Row.of(new Schedule.Cosine(0), 0, 1, 250, (1 + ROOT_HALF) / 2, 500, 0.5, 1000, 0, 2000, 0),
                Row.of(new Schedule.Cosine(0.2), 0, 1, 500, 0.6, 1000, 0.2, 1500, 0.2),
                Row.of(
                        new Schedule.OneCycle(0.25, 0.1, 0.01),
                        0,
                        0.1,
                        125,
                        0.55,
                        250,
                        1,
                        625,
                        0.505,
                        1000,
                        0.01,
                        1400,
                        0.01),
                Row.of(new Schedule.Warmup(200, new Schedule.Constant()), 0, 0.005, 99, 0.5, 199, 1, 200, 1, 1000, 1),
                Row.of(new Schedule.Warmup(200, new Schedule.Cosine(0.2)), 99, 0.5, 200, 1, 600, 0.6, 1000, 0.2),
                Row.of(
                        new Schedule.Warmup(500, new Schedule.Warmup(250, new Schedule.Constant())),
                        499,
                        0.004,
                        624,
                        0.5,
                        749,
                        1));
    }

    static Stream<Schedule> schedules() {
        return Stream.concat(
                Defaults.of(Schedule.class),
                Stream.of(
                        new Schedule.Step(1, 1),
                        new Schedule.Exponential(1e-300, 1),
                        new Schedule.InverseTime(1e6, 1),
                        new Schedule.Polynomial(100, 0),
                        new Schedule.Polynomial(0.5, 1),
                        new Schedule.OneCycle(0.999, 1, 0),
                        new Schedule.OneCycle(0.001, 0.001, 1),
                        new Schedule.Warmup(1, new Schedule.OneCycle(0.3, 0.04, 0)),
                        new Schedule.Warmup(1_000_000_000_000L, new Schedule.Cosine(0))));
    }

    @ParameterizedTest
    @MethodSource("table")
    void itsValuesAreThoseOfTheFormula(Row row) {
        compare(row);
    }

    @ParameterizedTest
    @MethodSource("table")
    void aWrongValueIsSeen(Row row) {
        double[] wrong = row.factors.clone();
        wrong[wrong.length - 1] += 1e-9;
        assertThatThrownBy(() -> compare(new Row(row.schedule, row.t, wrong))).isInstanceOf(AssertionError.class);
    }

    private static void compare(Row row) {
        for (int i = 0; i < row.t.length; i++) {
            assertThat(row.schedule.at(row.t[i], 1000))
                    .as("%s at t = %s", row, row.t[i])
                    .isEqualTo(row.factors[i], within(1e-12));
        }
    }

    @Test
    void everyMemberHasARow() {
        Set<Class<?>> seen = table().map(row -> row.schedule.getClass()).collect(Collectors.toSet());
        for (Member member : Family.of(Schedule.class).members()) {
            assertThat(seen).as("a row for %s", member.name()).contains(member.type());
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void everyFactorIsFiniteAndBetweenZeroAndOne(Schedule schedule) {
        for (long total : new long[] {1, 2, 3, 1000, 1_000_000_000_000L}) {
            long[] steps = {0, 1, 2, total / 2, total - 1, total, total + 1, 2 * total, 1_000_000_000_000L};
            for (long t : steps) {
                assertThat(schedule.at(t, total))
                        .as("%s at t = %s of %s", schedule, t, total)
                        .isBetween(0.0, 1.0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void theFirstStepMoves(Schedule schedule) {
        for (long total : new long[] {1, 2, 1000}) {
            assertThat(schedule.at(0, total)).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void itKnowsNothingButItsArguments(Schedule schedule) {
        double[] forward = new double[50];
        Arrays.setAll(forward, t -> schedule.at(t, 50));
        for (int t = 49; t >= 0; t--) {
            assertThat(schedule.at(t, 50)).isEqualTo(forward[t]);
        }
    }

    /** Over a million steps no default rises or falls by more than ten times its share in one; Step alone jumps. */
    @Test
    void allButStepAreContinuous() {
        long total = 1_000_000;
        Defaults.of(Schedule.class).forEach(schedule -> {
            double largest = 0;
            for (long t = 0; t < total + 10; t++) {
                largest = Math.max(largest, Math.abs(schedule.at(t + 1, total) - schedule.at(t, total)));
            }
            double bound = schedule instanceof Schedule.Warmup warmup ? 1.0 / warmup.steps() : 0.002;
            assertThat(largest <= bound * (1 + 1e-9))
                    .as("%s jumps by %s", schedule, largest)
                    .isEqualTo(!(schedule instanceof Schedule.Step));
        });
    }
}
