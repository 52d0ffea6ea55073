package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Hygiene;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Sends the bodies of a seed and looks at every answer: no 5xx, a whole problem document that tells nothing of the inside, within two
 * seconds. A slow one is sent again by itself, three times, before it counts: the machine may be busy with something else.
 */
final class RandomBodies {

    private static final double LONGEST_SECONDS = 2;
    private static final int AGAIN = 3;
    private static final int SENDERS = 4;

    private final Function<RandomBody, Reply> service;
    private final String model;
    private final long seed;
    private final AtomicInteger next = new AtomicInteger();
    private final ConcurrentLinkedQueue<Integer> slow = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<Integer, Integer> statuses = new ConcurrentHashMap<>();

    RandomBodies(Function<RandomBody, Reply> service, String model, long seed) {
        this.service = service;
        this.model = model;
        this.seed = seed;
    }

    static RandomBodies of(Talk talk, long seed) {
        return new RandomBodies(
                body -> talk.post(
                        body.path(), body.type(), java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.content())),
                PredictInputs.model(talk),
                seed);
    }

    /** Sends numbers 0 to n - 1, and fails with every number whose answer is wrong. */
    void send(int n) {
        long start = System.nanoTime();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            for (int k = 0; k < SENDERS; k++) {
                senders.execute(() -> sendUpTo(n));
            }
        }
        slow.forEach(this::sendAlone);
        System.out.printf(
                "seed %d: %d bodies in %.0f s, %d sent again for their time, answers %s%n",
                seed, n, (System.nanoTime() - start) / 1e9, slow.size(), statuses());
        assertThat(wrong())
                .as("replay with -Dinputs.seed=%d -Dinputs.only=NUMBER", seed)
                .isEmpty();
    }

    private void sendUpTo(int n) {
        for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
            if (sendOne(i) > LONGEST_SECONDS) {
                slow.add(i);
            }
        }
    }

    /** Sends one body, notes what is wrong with its answer, and gives the seconds it took. */
    double sendOne(int i) {
        RandomBody body = RandomBody.of(seed, i, model);
        long start = System.nanoTime();
        try {
            Reply reply = service.apply(body);
            statuses.merge(reply.status(), 1, Integer::sum);
            complaint(reply).ifPresent(what -> note(i, body, what));
        } catch (RuntimeException e) {
            note(i, body, "no answer: " + e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static Optional<String> complaint(Reply reply) {
        return Hygiene.fullComplaint(reply.status(), reply.type(), reply.body());
    }

    private void sendAlone(int i) {
        double fastest = Double.MAX_VALUE;
        for (int k = 0; k < AGAIN; k++) {
            fastest = Math.min(fastest, sendOne(i));
        }
        if (fastest > LONGEST_SECONDS) {
            note(i, RandomBody.of(seed, i, model), "takes " + fastest + " s, alone");
        }
    }

    private void note(int i, RandomBody body, String what) {
        String text = new String(body.content(), StandardCharsets.ISO_8859_1);
        String start = text.length() > 300 ? text.substring(0, 300) + "\u2026" : text;
        wrong.add("seed " + seed + ", body " + i + " to " + body.path() + ": " + what + "\n  " + start);
    }

    /** What was wrong so far, one entry a body. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** How often each status was answered. */
    Map<Integer, Integer> statuses() {
        return new TreeMap<>(statuses);
    }
}
