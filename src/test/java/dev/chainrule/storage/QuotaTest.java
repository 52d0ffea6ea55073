package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.web.ProblemException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.unit.DataSize;

/** How often what is kept is summed, and that nobody gets more or less room by it. */
class QuotaTest {

    private static final long SECOND = 1_000_000_000;

    private long now = Long.MAX_VALUE - SECOND / 2;
    private long kept = 50;
    private int sums;
    private final Quota quota;

    QuotaTest() {
        StaticListableBeanFactory rooms = new StaticListableBeanFactory();
        rooms.addBean("datasets", (KeptFiles) () -> {
            sums++;
            return kept;
        });
        rooms.addBean("models", (KeptFiles) () -> 10);
        quota = new Quota(rooms.getBeanProvider(KeptFiles.class), DataSize.ofBytes(100), () -> now);
    }

    private void isFull(long bytes) {
        assertThatThrownBy(() -> quota.require(bytes))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("take " + (kept + 10) + " of the 100 bytes");
    }

    @Test
    void aSecondOfRequestsSumsOnce() {
        for (int i = 0; i < 100; i++) {
            quota.requireSome();
            now += SECOND / 101;
        }
        assertThat(sums).isEqualTo(1);
        now += SECOND / 50;
        quota.require(40);
        assertThat(sums).isEqualTo(2);
    }

    @Test
    void whatWasKeptSinceTakesItsRoomAtOnce() {
        quota.require(30);
        kept += 30;
        quota.add(30);
        quota.require(10);
        assertThat(sums).isEqualTo(1);
        isFull(11);
    }

    @Test
    void whatWasDeletedGivesItsRoomAtOnce() {
        isFull(41);
        kept -= 1;
        quota.require(41);
        isFull(42);
    }

    @Test
    void whatOthersKeepCountsAfterASecond() {
        quota.requireSome();
        kept += 40;
        quota.requireSome();
        now += SECOND;
        isFull(1);
    }
}
