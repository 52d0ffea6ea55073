package dev.chainrule.job;

import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.ValuesCopy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets others look at the parameters of a run that goes on: its training thread copies them between two steps, into memory of whoever
 * asked. It only reads, and a step that nobody looks at pays one volatile read.
 */
final class Peek {

    private final AtomicReference<@Nullable Question> asked = new AtomicReference<>();
    private volatile @Nullable Network shown;

    /** What was seen: parameters and running statistics, and the updates made by then. */
    record Seen(NetworkSpec network, double[] theta, long step) {}

    /** One look that several may wait for. */
    private static final class Question {

        private final Network network;
        private final double[] values;
        private final CompletableFuture<Long> answered = new CompletableFuture<>();

        Question(Network network) {
            this.network = network;
            values = new double[ValuesCopy.length(network.spec())];
        }
    }

    /** From now on the network is seen. */
    void show(Network network) {
        shown = network;
    }

    /** From now on nothing is; who still waits gets no answer. */
    void hide() {
        shown = null;
        asked.set(null);
    }

    /** Answers who asked. Called by the training thread, which owns the network, between two steps. */
    void answer(long step) {
        Question question = asked.get();
        if (question != null && question.network == shown) {
            ValuesCopy.read(question.network, question.values);
            asked.set(null);
            question.answered.complete(step);
        }
    }

    /** The parameters after the step under way; empty where it does not end in that time. */
    Optional<Seen> look(Duration patience) {
        Network network = shown;
        if (network == null) {
            return Optional.empty();
        }
        Question mine = new Question(network);
        Question other = asked.getAndUpdate(asking -> stands(asking, network) ? asking : mine);
        Question question = other != null && stands(other, network) ? other : mine;
        return question.answered
                .thenApply(step -> Optional.of(new Seen(network.spec(), question.values, step)))
                .completeOnTimeout(Optional.empty(), patience.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }

    private static boolean stands(@Nullable Question asking, Network network) {
        return asking != null && asking.network == network;
    }
}
