package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What a value costs, learned from transactions. */
class WriterPaceTest {

    private final WriterPace pace = new WriterPace();

    @Test
    void itComesToWhatLargeTransactionsCost() {
        for (int i = 0; i < 40; i++) {
            pace.wrote(100_000, 200_000_000);
        }
        assertThat(pace.secondsPerValue()).isCloseTo(2e-6, Percentage.withPercentage(1));
    }

    @Test
    void oneSlowTransactionIsNotTheRule() {
        pace.wrote(100_000, 10_000_000_000L);
        assertThat(pace.secondsPerValue()).isBetween(WriterPace.PRIOR, 2.1e-5);
    }

    @Test
    void aSmallTransactionSaysNothing() {
        pace.wrote(WriterPace.LEAST - 1, 1_000_000_000);
        assertThat(pace.secondsPerValue()).isEqualTo(WriterPace.PRIOR);
    }
}
