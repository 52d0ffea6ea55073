package dev.chainrule.dataset.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.table.Numeral.Kind;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One grammar for numbers, correctly rounded. */
final class NumeralTest {

    private final Numeral numeral = new Numeral('.');

    private Kind read(String text) {
        return numeral.read(text.toCharArray(), 0, text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0.0",
        "+5, 5",
        ".5, 0.5",
        "5., 5",
        "1e3, 1000",
        "1E+3, 1000",
        "12.5e-1, 1.25",
        "00012, 12",
        "1152921504606846976, 0x1p60",
        "0.1, 0.1",
        "1e22, 1e22",
        "1e23, 1e23",
        "8.5e-5, 8.5e-5",
        "9007199254740992, 9007199254740992",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "1e-307, 1e-307",
        "0.00000000000000000000000000000000000001, 1e-38",
        "10000000000000000000000, 1e22"
    })
    void readsNumbers(String text, double value) {
        assertThat(read(text)).isEqualTo(Kind.NUMBER);
        assertThat(numeral.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "-",
                ".",
                "-.",
                "e5",
                "1e",
                "1e+",
                "1.2.3",
                "1d",
                "1f",
                "1L",
                "0x1p3",
                "0x10",
                "1_000",
                "1,5",
                "--1",
                "+-1",
                "1 2",
                "\u0663",
                "1e5.5",
                "NaN1",
                "infinit",
                "infinity!",
                "1\u20282",
                "\uFEFF1",
                "½",
                "\uFF11"
            })
    void refusesEverythingElse(String text) {
        assertThat(read(text)).isEqualTo(Kind.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-inf", "+INF", "Infinity", "-infinity", "nan", "NaN", "-NaN"})
    void knowsTheWordsForWhatIsNoNumber(String text) {
        assertThat(read(text)).isEqualTo(Kind.NON_FINITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e400", "1e99999999999999999999", "17976931348623159e292"})
    void tellsWhatIsTooLarge(String text) {
        assertThat(read(text)).isEqualTo(Kind.OUT_OF_RANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-400", "4.9e-324", "-1e-310", "1e-99999999999999999999"})
    void tellsWhatIsTooSmall(String text) {
        assertThat(read(text)).isEqualTo(Kind.UNDERFLOW);
        assertThat(Math.abs(numeral.value())).isLessThan(Double.MIN_NORMAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9007199254740993", "-9007199254740993", "12345678901234567891", "100000000000000000000001"})
    void tellsWhichIntegersAreRounded(String text) {
        assertThat(read(text)).isEqualTo(Kind.IMPRECISE);
        assertThat(numeral.value()).isEqualTo(new BigDecimal(text).doubleValue());
    }

    @Test
    void everyDoubleReadsBackAsItself() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL) {
                assertThat(read(Double.toString(value))).isNotEqualTo(Kind.TEXT);
                assertThat(numeral.value()).isEqualTo(value);
            }
        }
    }

    @Test
    void roundsAsTheLibraryDoes() {
        Random random = new Random(8);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(1 + random.nextInt(25), 0, 10).forEach(text::append);
            text.insert(random.nextInt(text.length() + 1), '.');
            if (random.nextBoolean()) {
                text.append('e').append(random.nextInt(80) - 40);
            }
            if (text.toString().matches("\\.(e.*)?")) {
                continue;
            }
            assertThat(read(text.toString())).as(text.toString()).isNotEqualTo(Kind.TEXT);
            assertThat(numeral.value()).as(text.toString()).isEqualTo(Double.parseDouble(text.toString()));
        }
    }
}
