package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

final class PacedBodyTest {

    private static final Pace PACE = new Pace(DataSize.ofBytes(1000), Duration.ofSeconds(10));

    private static final ApplicationBufferHandler NOBODY = new ApplicationBufferHandler() {
        @Override
        public void setByteBuffer(ByteBuffer buffer) {}

        @Override
        public ByteBuffer getByteBuffer() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public void expand(int size) {}
    };

    private long now;

    /** Each read waits for the sender, and gives so many bytes. */
    private PacedBody body(Pace pace, Duration wait, int bytes) {
        InputBuffer sender = new InputBuffer() {
            @Override
            public int doRead(ApplicationBufferHandler handler) {
                now += wait.toNanos();
                return bytes;
            }

            @Override
            public int available() {
                return 0;
            }
        };
        return new PacedBody(sender, pace, () -> now);
    }

    private static int reads(PacedBody body, int most) throws IOException {
        for (int i = 0; i < most; i++) {
            try {
                body.doRead(NOBODY);
            } catch (ProblemException e) {
                return i;
            }
        }
        return most;
    }

    @Test
    void whatComesFastEnoughIsReadToItsEnd() throws IOException {
        assertThat(reads(body(PACE, Duration.ofSeconds(1), 1000), 100)).isEqualTo(100);
    }

    @Test
    void whatTricklesIsEndedWithItsFirstWindow() throws IOException {
        PacedBody body = body(PACE, Duration.ofSeconds(1), 999);
        assertThat(reads(body, 100)).isEqualTo(9);
        assertThat(body.wasTooSlow()).isTrue();
        assertThatThrownBy(() -> body.doRead(NOBODY)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.status().value()).isEqualTo(408);
            assertThat(problem.code()).isEqualTo("TOO_SLOW");
        });
    }

    /** A large beginning buys no slow end. */
    @Test
    void eachWindowIsCountedByItself() throws IOException {
        PacedBody body = new PacedBody(
                new InputBuffer() {
                    private boolean begun;

                    @Override
                    public int doRead(ApplicationBufferHandler handler) {
                        now += Duration.ofSeconds(1).toNanos();
                        int bytes = begun ? 1 : 1_000_000;
                        begun = true;
                        return bytes;
                    }

                    @Override
                    public int available() {
                        return 0;
                    }
                },
                PACE,
                () -> now);
        assertThat(reads(body, 100)).isEqualTo(19);
    }

    @Test
    void timeInWhichNobodyReadsIsNotTheSenders() throws IOException {
        PacedBody body = body(PACE, Duration.ofMillis(1), 10);
        for (int i = 0; i < 1000; i++) {
            now += Duration.ofMinutes(1).toNanos();
            assertThat(body.doRead(NOBODY)).isEqualTo(10);
        }
    }

    @Test
    void withoutALeastPaceABodyTakesItsTime() throws IOException {
        Pace any = new Pace(DataSize.ofBytes(0), Duration.ofSeconds(1));
        assertThat(reads(body(any, Duration.ofHours(1), 1), 100)).isEqualTo(100);
    }
}
