package dev.chainrule.crash;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.Ledger.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller who submits, uploads, follows, pauses, cancels and deletes, and writes down what was acknowledged. */
final class Client {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_MEDIUM = 2;
    private static final int KEPT = 6;

    private final Specs specs;
    private final Ledger ledger;
    private final Random random;
    /** Submissions without an answer: key to spec. They are sent again, with the same key. */
    private final Map<String, String> unanswered = new LinkedHashMap<>();

    private final Map<String, String> open = new LinkedHashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final AtomicInteger rows = new AtomicInteger();
    private @Nullable String kept;
    private int submissions;
    private int uploads;

    Client(Specs specs, Ledger ledger, Random random) {
        this.specs = specs;
        this.ledger = ledger;
        this.random = random;
    }

    int rowsSeen() {
        return rows.get();
    }

    int submitted() {
        return submissions;
    }

    int uploaded() {
        return uploads;
    }

    Map<String, String> open() {
        return open;
    }

    /** Some of everything, until the process dies or the time has passed. */
    void work(Api api, ServiceProcess service, long nanos) {
        long deadline = System.nanoTime() + nanos;
        Map.copyOf(unanswered).forEach((key, spec) -> submit(api, key, spec));
        for (int turn = 0; service.alive() && System.nanoTime() < deadline; turn++) {
            switch (turn % 8) {
                case 0 -> submitMedium(api);
                case 1 -> submit(api, newKey(), Specs.QUICK);
                case 2 -> upload(api);
                case 3 -> cancelOne(api);
                case 4 -> submit(api, newKey(), Specs.QUICK);
                case 5 -> pauseAndResume(api);
                case 6 -> deleteOne(api);
                default -> LockSupport.parkNanos(100_000_000);
            }
            look(api);
        }
    }

    /** Sees to it that one job runs on and on. */
    void keepOneRunning(Api api) {
        look(api);
        if (kept == null || !open.containsKey(kept)) {
            kept = submit(api, newKey(), Specs.ENDLESS).orElse(null);
        }
    }

    /** Nothing needs to run on any more. */
    void letGo(Api api) {
        kept = null;
        cancelEndless(api);
    }

    /** Nothing but submissions. */
    void submitQuickly(Api api, int submissions) {
        for (int i = 0; i < submissions; i++) {
            submit(api, newKey(), Specs.QUICK);
        }
    }

    private String newKey() {
        return "key-" + ++submissions;
    }

    private void submitMedium(Api api) {
        if (open(Specs.MEDIUM).size() < MOST_MEDIUM) {
            submit(api, newKey(), Specs.MEDIUM).ifPresent(id -> follow(api, id));
        }
    }

    private Optional<String> submit(Api api, String key, String spec) {
        unanswered.put(key, spec);
        Optional<Answer> answer = api.post("/jobs", specs.body(spec, key), "Idempotency-Key", key);
        if (answer.isEmpty() || answer.get().status() != 202) {
            return Optional.empty();
        }
        String id = answer.get().text("id");
        ledger.write(Kind.SUBMITTED, key, id, spec);
        unanswered.remove(key);
        open.put(id, spec);
        return Optional.of(id);
    }

    private void upload(Api api) {
        StringBuilder csv = new StringBuilder("x,y\n");
        for (int i = 0; i < 200; i++) {
            csv.append(random.nextGaussian())
                    .append(',')
                    .append(random.nextInt(3))
                    .append('\n');
        }
        api.send("POST", "/api/v1/datasets?name=upload", csv.toString(), "Content-Type", "text/csv")
                .filter(answer -> answer.status() == 201)
                .ifPresent(answer -> {
                    uploads++;
                    ledger.write(Kind.UPLOADED, answer.text("id"), answer.text("sha256"));
                });
    }

    private void cancelOne(Api api) {
        submit(api, newKey(), Specs.ENDLESS).ifPresent(id -> {
            LockSupport.parkNanos(random.nextInt(300) * 1_000_000L);
            api.post("/jobs/" + id + "/cancel", "")
                    .filter(answer -> answer.status() == 202)
                    .ifPresent(answer -> ledger.write(Kind.CANCELLED, id));
        });
    }

    /** An endless job whose cancellation went unanswered is cancelled again, a paused one goes on. */
    private void pauseAndResume(Api api) {
        cancelEndless(api);
        open(Specs.MEDIUM).forEach(id -> api.post("/jobs/" + id + (random.nextInt(4) == 0 ? "/pause" : "/resume"), ""));
    }

    private void cancelEndless(Api api) {
        for (String id : open(Specs.ENDLESS)) {
            if (!id.equals(kept)) {
                api.post("/jobs/" + id + "/cancel", "")
                        .filter(answer -> answer.status() == 202)
                        .ifPresent(answer -> ledger.write(Kind.CANCELLED, id));
            }
        }
    }

    private List<String> open(String spec) {
        return open.entrySet().stream()
                .filter(job -> job.getValue().equals(spec))
                .map(Map.Entry::getKey)
                .toList();
    }

    void resumeAll(Api api) {
        open.keySet().forEach(id -> api.post("/jobs/" + id + "/resume", ""));
    }

    private void deleteOne(Api api) {
        if (ended.size() > KEPT) {
            String id = ended.removeFirst();
            // Written first: without an answer nobody knows, so that nothing is claimed of it any more.
            ledger.write(Kind.DELETED, id);
            api.delete("/jobs/" + id);
        }
    }

    /** Notes what has ended. */
    void look(Api api) {
        for (String id : List.copyOf(open.keySet())) {
            Optional<Answer> job = api.get("/jobs/" + id).filter(answer -> answer.status() == 200);
            if (job.isEmpty()) {
                continue;
            }
            String state = job.get().text("state");
            if (Specs.TERMINAL.contains(state)) {
                ledger.write(Kind.ENDED, id, state);
                open.remove(id);
                ended.add(id);
            }
        }
    }

    /** Writes down the rows that a stream tells. */
    private void follow(Api api, String id) {
        Thread.ofVirtual().start(() -> {
            try (Stream<String> lines = api.events(id, "series=loss&every=5")) {
                String[] event = {""};
                lines.forEach(line -> {
                    if (line.startsWith("event: ")) {
                        event[0] = line.substring(7);
                    } else if (line.startsWith("data: ") && event[0].equals("history")) {
                        note(id, JSON.readTree(line.substring(6)));
                    }
                });
            } catch (IOException | UncheckedIOException e) {
                // The service is gone: so is its stream.
            }
        });
    }

    private void note(String id, JsonNode history) {
        JsonNode loss = history.path("series").path("loss");
        List<List<String>> told = new ArrayList<>();
        for (int i = 0; i < loss.size(); i++) {
            String step = history.path("steps").get(i).asString();
            told.add(List.of(id, step, loss.get(i).asString()));
        }
        rows.addAndGet(told.size());
        ledger.write(Kind.ROW, told);
    }
}
