package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class PeekTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Peek peek = new Peek();

    private static Network network() {
        List<LayerSpec> layers = List.of(Dense.of(1, new Activation.Linear()));
        NetworkSpec spec = new NetworkSpec(2, layers, new Loss.MeanSquaredError(), null);
        return Network.build(spec, 1, DataType.FLOAT, RandomStream.of(1));
    }

    /** Steps until all looks have been answered, each with other parameters. */
    private long train(Network network, List<CompletableFuture<Optional<Peek.Seen>>> looks) {
        long step = 0;
        while (!looks.stream().allMatch(CompletableFuture::isDone)) {
            step++;
            network.assign(new double[] {step, step, step});
            peek.answer(step);
        }
        return step;
    }

    @Test
    void whatIsSeenIsOneMomentBetweenTwoSteps() {
        try (Network network = network()) {
            peek.show(network);
            var looks = List.of(
                    CompletableFuture.supplyAsync(() -> peek.look(LONG)),
                    CompletableFuture.supplyAsync(() -> peek.look(LONG)),
                    CompletableFuture.supplyAsync(() -> peek.look(LONG)));
            long steps = train(network, looks);

            assertThat(looks).allSatisfy(look -> {
                Peek.Seen seen = look.join().orElseThrow();
                assertThat(seen.step()).isBetween(1L, steps);
                assertThat(seen.theta()).containsOnly((double) seen.step()).hasSize(3);
            });
        }
    }

    @Test
    void whereNothingTrainsNothingIsSeen() {
        assertThat(peek.look(LONG)).isEmpty();
        try (Network network = network()) {
            peek.show(network);
            assertThat(peek.look(SHORT)).as("no step ends").isEmpty();
            peek.hide();
            peek.answer(1);
            assertThat(peek.look(LONG)).isEmpty();
        }
    }

    @Test
    void aQuestionAboutAStageThatEndedDoesNotStandInTheWay() throws Exception {
        try (Network first = network();
                Network second = network()) {
            peek.show(first);
            CountDownLatch asking = new CountDownLatch(1);
            var late = CompletableFuture.supplyAsync(() -> {
                asking.countDown();
                return peek.look(SHORT);
            });
            asking.await();
            late.join();
            peek.show(second);
            var look = CompletableFuture.supplyAsync(() -> peek.look(LONG));
            train(second, List.of(look));
            assertThat(look.join().orElseThrow().network()).isEqualTo(second.spec());
        }
    }
}
