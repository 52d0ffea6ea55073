package dev.chainrule.engine.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vector loops against plain loops, every method of every kind of loop, found by reflection: a new loop is tested by being there. */
class KernelsTest {

    /** Lengths around multiples of a vector, tiny ones, and one beyond the caches' smallest. */
    private static final int[] LENGTHS = {1, 3, 7, 8, 15, 16, 17, 31, 32, 33, 100, 1003};

    /** The last eight do not square without overflow: plain loops, in double, then rightly know more than floats do. */
    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-30,
        -1e-30,
        0.5,
        0.25,
        88.9,
        -104,
        1e4,
        -1e4,
        1e30,
        -1e30,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    /** Where numbers near 1 are added to something that may nearly cancel them: so many roundings of 1 on top. */
    private static final Map<String, Double> LOOSE = Map.ofEntries(
            Map.entry("addRowSums", 64.0),
            Map.entry("take", 4.0),
            Map.entry("decay", 4.0),
            Map.entry("momentum", 4.0),
            Map.entry("normalizeCentered", 4.0),
            Map.entry("adam", 4.0),
            Map.entry("amsgrad", 4.0),
            Map.entry("adamax", 4.0),
            Map.entry("axpy", 2.0),
            Map.entry("takeScaled", 4.0),
            Map.entry("takeMomentum", 4.0),
            Map.entry("takeAdam", 4.0),
            Map.entry("normalCdf", 8.0),
            Map.entry("eluBackward", 4.0),
            Map.entry("gelu", 8.0),
            Map.entry("geluBackward", 16.0),
            Map.entry("geluByTanhBackward", 16.0),
            Map.entry("siluBackward", 16.0),
            Map.entry("mishBackward", 16.0),
            Map.entry("hardSigmoid", 1.0),
            Map.entry("hinge", 8.0));

    /** Where a denormal, which has few digits, is multiplied: so many least numbers. */
    private static final Map<String, Double> COARSE = Map.of("silu", 128.0, "mish", 128.0);

    /** Updates whose first average may be negative. */
    private static final Set<String> SIGNED =
            Set.of("momentum", "adam", "amsgrad", "adamax", "takeMomentum", "takeAdam");

    /** Where means are taken off, added up in the number type: as many roundings as columns would be the worst. */
    private static final double SUMMED = 512;

    static Stream<Loop> loops() {
        List<Loop> loops = new ArrayList<>();
        for (Numbers numbers : Numbers.values()) {
            for (RecordComponent kind : Kernels.class.getRecordComponents()) {
                for (Method method : kind.getType().getDeclaredMethods()) {
                    loops.add(new Loop(numbers, kind, method));
                }
            }
        }
        return loops.stream();
    }

    @ParameterizedTest
    @MethodSource("loops")
    void vectorLoopsAgreeWithPlainLoops(Loop loop) {
        for (int n : LENGTHS) {
            agree(loop, n, false);
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void theyAgreeOnInfinitiesNaNZerosAndDenormals(Loop loop) {
        for (int n : new int[] {5, 18, 40, 97}) {
            agree(loop, n, true);
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    void theSameNumbersGiveTheSameBitsColdAndHot(Loop loop) {
        Call first = new Call(loop, 45, false);
        first.run(loop.vector());
        Call between = new Call(loop, 45, false);
        Object kernels = loop.vector();
        for (int i = 0; i < 2000; i++) {
            between.run(kernels);
        }
        Call last = new Call(loop, 45, false);
        last.run(loop.vector());
        assertThat(last.results()).isEqualTo(first.results());
    }

    private static void agree(Loop loop, int n, boolean special) {
        Call plain = new Call(loop, n, special);
        Call vector = new Call(loop, n, special);
        plain.run(loop.scalar());
        vector.run(loop.vector());
        double[] expected = plain.results();
        double[] actual = vector.results();
        double scale =
                loop.kind.getName().equals("normalization") ? SUMMED : LOOSE.getOrDefault(loop.method.getName(), 0.0);
        double coarse = COARSE.getOrDefault(loop.method.getName(), 4.0);
        for (int i = 0; i < expected.length; i++) {
            double roundings = 8 + n / 100.0; // a sum in another order may be off by more of them, the longer it is
            double allowed = loop.epsilon() * (roundings * Math.abs(expected[i]) + scale) + coarse * loop.leastNumber();
            boolean same = Double.compare(expected[i] + 0.0, actual[i] + 0.0) == 0;
            if (!same && !(Math.abs(expected[i] - actual[i]) <= allowed)) {
                throw new AssertionError(loop + " of " + n + " numbers: result " + i + " is " + actual[i]
                        + " by vector loops, " + expected[i] + " by plain ones");
            }
        }
    }

    /** One method for one number type. */
    record Loop(Numbers numbers, RecordComponent kind, Method method) {

        Object scalar() {
            return part(Kernels.scalar(numbers));
        }

        Object vector() {
            return part(numbers == Numbers.FLOAT ? VectorKernels.floats() : VectorKernels.doubles());
        }

        private Object part(Kernels kernels) {
            try {
                return kind.getAccessor().invoke(kernels);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        double epsilon() {
            return numbers == Numbers.FLOAT ? 0x1p-23 : 0x1p-52;
        }

        double leastNumber() {
            return numbers == Numbers.FLOAT ? Float.MIN_VALUE : Double.MIN_VALUE;
        }

        @Override
        public String toString() {
            return numbers + " " + method.getName();
        }
    }

    /** Arguments for one call, made from the parameters' names and types; the same for the same loop and length. */
    private static final class Call {

        private static final int ROWS = 7;

        private final Loop loop;
        private final int n;
        private final List<MemorySegment> blocks = new ArrayList<>();
        private final List<Object> arguments = new ArrayList<>();
        private @Nullable Object returned;

        Call(Loop loop, int n, boolean special) {
            this.loop = loop;
            this.n = n;
            RandomGenerator random = new SplittableRandom(n);
            for (Parameter parameter : loop.method.getParameters()) {
                arguments.add(argument(parameter, random, special));
            }
        }

        private Object argument(Parameter parameter, RandomGenerator random, boolean special) {
            return switch (parameter.getType().getSimpleName() + " " + parameter.getName()) {
                case "long y", "long a", "long b", "long bytes" -> block(random, special ? SPECIAL.length : 0);
                case "long g", "long h", "long t", "long theta", "long u" ->
                    block(random, special ? SPECIAL.length - 8 : 0);
                case "long[] at" -> thetaAndAverages(random, special ? SPECIAL.length - 8 : 0);
                case "int n", "int columns", "int to" -> n;
                case "int rows" -> ROWS;
                case "int from" -> 1;
                case "double c", "double slope", "double rate", "double scale", "double below" -> 0.37;
                case "double above", "double delta" -> 0.9;
                case "double offset" -> 0.5;
                case "double low" -> -0.5;
                case "double high", "double bound" -> 0.75;
                case "double[] c" -> new double[] {0.01, 0.9, 0.4, 0.3, 1e-8};
                case "double[] sums" -> new double[] {1, 2};
                case "long[] counts" -> new long[10];
                case "int[] best" -> new int[n];
                case "int[] indices" -> random.ints(n + 1, 0, n).toArray();
                default -> throw new AssertionError("teach KernelsTest an argument for " + parameter);
            };
        }

        /** Room for a (ROWS, n) matrix, filled from a normal distribution and, one in three, from so many special values; its address. */
        private long block(RandomGenerator random, int specials) {
            int length = ROWS * n;
            MemorySegment block = Arena.ofAuto().allocate((long) length * loop.numbers.bytes());
            blocks.add(block);
            for (int i = 0; i < length; i++) {
                double value = specials > 0 && random.nextInt(3) == 0
                        ? SPECIAL[random.nextInt(specials)]
                        : random.nextGaussian();
                loop.numbers.set(block.address(), i, value);
            }
            return block.address();
        }

        /** theta, then averages: of squares, which are never negative, but for the first of those that keep a velocity or a mean. */
        private long[] thetaAndAverages(RandomGenerator random, int specials) {
            long[] at = new long[4];
            for (int k = 0; k < at.length; k++) {
                at[k] = block(random, specials);
                if (k > 1 || k == 1 && !SIGNED.contains(loop.method.getName())) {
                    makePositive(at[k]);
                }
            }
            return at;
        }

        private void makePositive(long block) {
            for (int i = 0; i < ROWS * n; i++) {
                loop.numbers.set(block, i, Math.abs(loop.numbers.get(block, i)));
            }
        }

        private boolean isUpdate() {
            return loop.kind.getType() == UpdateKernels.class || loop.kind.getType() == FusedKernels.class;
        }

        void run(Object kernels) {
            try {
                returned = loop.method.invoke(kernels, arguments.toArray());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(loop + " failed", e);
            }
        }

        /** Everything the call may have written or returned. */
        double[] results() {
            List<Double> results = new ArrayList<>();
            for (MemorySegment block : blocks) {
                for (int i = 0; i < ROWS * n; i++) {
                    results.add(loop.numbers.get(block.address(), i));
                }
            }
            for (Object argument : arguments) {
                switch (argument) {
                    case double[] values -> Arrays.stream(values).forEach(results::add);
                    case long[] addresses when isUpdate() -> {}
                    case long[] values -> Arrays.stream(values).forEach(value -> results.add((double) value));
                    case int[] values -> Arrays.stream(values).forEach(value -> results.add((double) value));
                    default -> {}
                }
            }
            switch (returned) {
                case Number number -> results.add(number.doubleValue());
                case Boolean truth -> results.add(truth ? 1.0 : 0.0);
                case null, default -> {}
            }
            return results.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }
}
