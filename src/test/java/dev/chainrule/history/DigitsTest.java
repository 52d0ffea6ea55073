package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

    @ParameterizedTest
    @CsvSource({
        "0.123456, 3, 0.123",
        "-0.0009996, 3, -0.001",
        "123456, 2, 120000",
        "9.996, 3, 10",
        "1e-300, 1, 1e-300",
        "1.2345e300, 2, 1.2e300",
        "4.9e-324, 3, 4.9e-324",
        "1.7976931348623157e308, 17, 1.7976931348623157e308",
        "0, 4, 0",
        "-0.0, 4, -0.0",
        "NaN, 4, NaN",
        "-Infinity, 4, -Infinity"
    })
    void aNumberKeepsSoManyDigits(double exact, int digits, double rounded) {
        assertThat(Digits.round(exact, digits)).isEqualTo(Double.valueOf(rounded));
    }

    @Test
    void itsTextIsShortAndNearTheNumber() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            double exact = Math.pow(10, 40 * random.nextDouble() - 20) * (random.nextBoolean() ? 1 : -1);
            int digits = 1 + random.nextInt(9);

            double rounded = Digits.round(exact, digits);

            assertThat(new BigDecimal(Double.toString(rounded))
                            .stripTrailingZeros()
                            .precision())
                    .as("digits of %s, which was %s", rounded, exact)
                    .isLessThanOrEqualTo(digits);
            assertThat(rounded).isCloseTo(exact, within(Math.abs(exact) * 0.501 * Math.pow(10, 1 - digits)));
        }
    }
}
