package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * Seeded random CSV, NPY, IDX and JSON over HTTP: {@code -Dinputs.bodies=200000} sends that many, {@code -Dinputs.seed} other ones,
 * {@code -Dinputs.only} a single one.
 */
@ServiceTest
final class RandomBodiesTest {

    private static final int BODIES = Integer.getInteger("inputs.bodies", 20_000);
    private static final long SEED = Long.getLong("inputs.seed", 20_261_126);
    private static final int ONLY = Integer.getInteger("inputs.only", -1);

    private final Talk talk;

    RandomBodiesTest(@LocalServerPort int port, @Autowired ApplicationContext service) {
        talk = new Talk(port, service);
    }

    @Test
    void everyBodyIsReadOrRefusedInPlainWordsAndInTime() {
        RandomBodies bodies = RandomBodies.of(talk, SEED);
        if (ONLY >= 0) {
            bodies.sendOne(ONLY);
            assertThat(bodies.wrong()).isEmpty();
            return;
        }
        bodies.send(BODIES);
        assertThat(talk.health()).isEqualTo(200);
        assertThat(bodies.statuses()).containsKeys(200, 400, 413, 415, 422);
        assertThat(bodies.statuses().get(200)).isGreaterThan(BODIES / 50);
    }

    @Test
    void aSeedMakesTheSameBodiesAgain() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(RandomBody.of(SEED, i, "m").content())
                    .isEqualTo(RandomBody.of(SEED, i, "m").content());
        }
        assertThat(RandomBody.of(SEED, 0, "m").content())
                .isNotEqualTo(RandomBody.of(SEED + 1, 0, "m").content());
    }

    /** A service that fails for some, tells its inside, is slow or does not answer is found out. */
    @Test
    void aServiceThatMisbehavesIsRed() {
        Reply good = new Reply(200, "application/json", "{}");
        Reply broken = new Reply(500, "application/problem+json", "{}");
        Reply telling = new Reply(
                422,
                "application/problem+json",
                "{\"title\":\"t\",\"status\":422,\"detail\":\"java.lang.Error\",\"code\":\"C_D\"}");
        assertRed(body -> broken);
        assertRed(body -> telling);
        assertRed(body -> new Reply(422, "text/html", "<html>"));
        assertRed(body -> {
            throw new IllegalStateException("gone");
        });
        byte[] wanted = RandomBody.of(SEED, 7, "m").content();
        RandomBodies one = new RandomBodies(body -> Arrays.equals(body.content(), wanted) ? broken : good, "m", SEED);
        for (int i = 0; i < 20; i++) {
            one.sendOne(i);
        }
        assertThat(one.wrong()).singleElement().asString().contains("seed " + SEED + ", body 7 ");
    }

    private static void assertRed(java.util.function.Function<RandomBody, Reply> service) {
        RandomBodies bodies = new RandomBodies(service, "m", SEED);
        bodies.sendOne(0);
        assertThat(bodies.wrong()).hasSize(1);
    }
}
