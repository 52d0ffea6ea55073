package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackedColumnsTest {

    static Stream<double[]> columns() {
        SplittableRandom random = new SplittableRandom(5);
        return Stream.of(
                new double[] {},
                new double[] {0},
                new double[] {-0.0, 0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE},
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1},
                new double[] {Double.longBitsToDouble(0x7ff0000000000001L), Double.longBitsToDouble(0xfff8dead0000beefL)
                },
                random.doubles(1000).toArray(),
                random.longs(777).mapToDouble(Double::longBitsToDouble).toArray(),
                random.doubles(256).map(v -> (float) v).toArray(),
                random.doubles(300).map(v -> v - 0.5).toArray(),
                random.doubles(64).map(v -> v * Double.MIN_NORMAL).toArray(),
                counter(1, 1, 255),
                counter(1L << 52, 3, 256),
                counter(100, -7, 129));
    }

    private static double[] counter(long first, long each, int n) {
        return Stream.iterate((double) first, v -> v + each)
                .limit(n)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("columns")
    void everyBitComesBack(double[] column) {
        byte[] packed = PackedColumns.pack(column);

        assertThat(PackedColumns.rows(packed)).isEqualTo(column.length);
        assertThat(bits(PackedColumns.unpack(packed, 0))).containsExactly(bits(column));
    }

    @Test
    void partsOfManyColumnsComeBackToTheirPlaces() {
        SplittableRandom random = new SplittableRandom(6);
        double[][] columns = new double[37][];
        Arrays.setAll(columns, c -> random.doubles(256, -c, c + 1).toArray());

        byte[] packed = PackedColumns.pack(columns, 17, 203);

        for (int c = 0; c < columns.length; c++) {
            double[] out = new double[256];
            PackedColumns.unpack(packed, c, out, 17);
            assertThat(Arrays.copyOfRange(out, 17, 203)).isEqualTo(Arrays.copyOfRange(columns[c], 17, 203));
            assertThat(out[16]).isZero();
            assertThat(out[203]).isZero();
        }
    }

    @Test
    void everyWidthOfBitsComesBack() {
        SplittableRandom random = new SplittableRandom(7);
        for (int width = 1; width <= 64; width++) {
            int shift = 64 - width;
            double[] column = random.longs(100)
                    .map(bits -> bits >>> shift)
                    .mapToDouble(Double::longBitsToDouble)
                    .toArray();

            assertThat(bits(PackedColumns.unpack(PackedColumns.pack(column), 0)))
                    .as("%d bits", width)
                    .containsExactly(bits(column));
        }
    }

    @Test
    void whatHasLittleToSayTakesLittleRoom() {
        double[] constant = new double[256];
        Arrays.fill(constant, 0.05);
        double[] floats =
                new SplittableRandom(8).doubles(256).map(v -> (float) v).toArray();
        double[] noise = new SplittableRandom(9).doubles(256, 1, 2).toArray();

        assertThat(PackedColumns.pack(constant).length).isLessThan(80);
        assertThat(PackedColumns.pack(counter(1_000_000, 10, 256)).length).isLessThan(120);
        assertThat(PackedColumns.pack(floats).length).isLessThan(256 * 4);
        assertThat(PackedColumns.pack(noise).length).isLessThan(256 * 7);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
