package dev.chainrule.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.SeriesGroup.Series;
import dev.chainrule.history.EventReader.Event;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of events over real HTTP. */
@Timeout(120)
class EventsTest {

    private static final SeriesGroup STEPS = new SeriesGroup(
            "step", List.of(new Series("loss", "nats", null), new Series("gradientNorm.layer1", "1", "layer1")));
    private static final SeriesGroup EPOCHS =
            new SeriesGroup("epoch", List.of(new Series("trainingLoss", "nats", null)));

    private final String run = UUID.randomUUID().toString();

    private HistoryServer server = HistoryServer.shared();

    private void state(String state, long version, long step) {
        server.status.set(run, state, version, step);
        server.feed.changed(run);
    }

    /** Reports steps {@code from} to {@code to}; every 100th is the last of an epoch. */
    private static void report(RunRecorder recorder, int from, int to) {
        for (int step = from; step <= to; step++) {
            int epoch = (step - 1) / 100 + 1;
            recorder.onRow(STEPS, step, epoch, new double[] {loss(step), step});
            if (step % 100 == 0) {
                recorder.onRow(EPOCHS, step, epoch, new double[] {-step});
            }
        }
    }

    private static double loss(long step) {
        return step % 1000 == 0 ? Double.NaN : 1.0 / step;
    }

    private RunRecorder begin(long token) {
        RunRecorder recorder = server.histories.record(run, token);
        recorder.onStart(HistoryDatabase.plan(STEPS, EPOCHS));
        return recorder;
    }

    /** The whole run: so many steps, then success. */
    private void runToEnd(int steps) {
        try (RunRecorder recorder = begin(1)) {
            report(recorder, 1, steps);
        }
        state("SUCCEEDED", 9, steps);
    }

    private static List<Long> steps(List<Event> events, String group) {
        return events.stream()
                .filter(e -> e.name().equals("history")
                        && e.data().get("group").stringValue().equals(group))
                .flatMap(e -> e.data().get("steps").valueStream().map(n -> n.longValue()))
                .toList();
    }

    private static List<Long> oneTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(Event::name).toList();
    }

    @Test
    void aRunIsToldFromItsFirstRowToItsEnd() {
        state("QUEUED", 1, 0);
        CompletableFuture<List<Event>> heard = CompletableFuture.supplyAsync(() -> {
            try (EventReader reader = new EventReader(server, run, "", null)) {
                assertThat(reader.answer.headers().firstValue("content-type").orElseThrow())
                        .startsWith("text/event-stream");
                return reader.toEnd();
            }
        });
        state("RUNNING", 2, 0);
        try (RunRecorder recorder = begin(1)) {
            report(recorder, 1, 300);
            recorder.onFinding(RunRecorderTest.finding("VANISHING_GRADIENT", 5));
            recorder.flush();
            state("RUNNING", 2, 300);
            report(recorder, 301, 2500);
        }
        state("SUCCEEDED", 3, 2500);

        List<Event> events = heard.join();

        assertThat(steps(events, "step")).isEqualTo(oneTo(2500));
        assertThat(steps(events, "epoch"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 25).map(n -> n * 100).boxed().toList());
        assertThat(names(events)).contains("state", "progress", "history").containsOnlyOnce("finding", "done");
        Event last = events.getLast();
        assertThat(last.name()).isEqualTo("done");
        assertThat(last.data().get("state").stringValue()).isEqualTo("SUCCEEDED");
        Event finding = events.stream()
                .filter(e -> e.name().equals("finding"))
                .findFirst()
                .orElseThrow();
        assertThat(finding.data().get("code").stringValue()).isEqualTo("VANISHING_GRADIENT");
    }

    @Test
    void anEventCarriesTheNumbersOfItsRows() {
        runToEnd(1200);
        try (EventReader reader = new EventReader(server, run, "?series=loss", null)) {
            List<Event> events = reader.toEnd();

            assertThat(steps(events, "epoch")).isEmpty();
            for (Event event : events) {
                if (event.name().equals("history")) {
                    check(event);
                }
            }
        }
    }

    private static void check(Event event) {
        List<Long> steps = steps(List.of(event), "step");
        assertThat(event.data().get("series").propertyNames()).containsExactly("loss");
        for (int i = 0; i < steps.size(); i++) {
            var value = event.data().get("series").get("loss").get(i);
            assertThat(event.data().get("epochs").get(i).intValue()).isEqualTo((int) (steps.get(i) - 1) / 100 + 1);
            if (steps.get(i) == 1000) {
                assertThat(value.isNull()).isTrue();
                var hole = event.data().get("nonFinite").get("loss").get(0);
                assertThat(hole.get("index").intValue()).isEqualTo(i);
                assertThat(hole.get("value").stringValue()).isEqualTo("NaN");
            } else {
                assertThat(value.doubleValue()).isEqualTo(loss(steps.get(i)));
            }
        }
    }

    @Test
    void whoComesBackAgainAndAgainHearsEachRowOnce() {
        SplittableRandom random = new SplittableRandom(3);
        state("RUNNING", 2, 0);
        CompletableFuture<Void> training = CompletableFuture.runAsync(() -> runToEnd(20_000));
        List<Event> events = new ArrayList<>();
        String id = null;
        while (events.isEmpty() || !events.getLast().name().equals("done")) {
            try (EventReader reader = new EventReader(server, run, "", id)) {
                int most = random.nextInt(1, 6);
                for (int i = 0; i < most; i++) {
                    Event event = reader.next();
                    if (event == null) {
                        break;
                    }
                    events.add(event);
                    id = event.id();
                }
            }
        }
        training.join();

        assertThat(steps(events, "step")).isEqualTo(oneTo(20_000));
        assertThat(steps(events, "epoch")).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aRestartOfTheServiceLosesAndRepeatsNothing() {
        state("RUNNING", 2, 0);
        try (RunRecorder recorder = begin(1)) {
            report(recorder, 1, 700);
        }
        List<Event> events;
        try (EventReader reader = new EventReader(server, run, "", null)) {
            events = new ArrayList<>(reader.until(e -> e.name().equals("history")));
        }

        server = HistoryServer.restarted();
        try (RunRecorder recorder = begin(2)) {
            report(recorder, 701, 900);
        }
        state("SUCCEEDED", 3, 900);
        try (EventReader reader =
                new EventReader(server, run, "", events.getLast().id())) {
            events.addAll(reader.toEnd());
        }

        assertThat(steps(events, "step")).isEqualTo(oneTo(900));
        assertThat(steps(events, "epoch")).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void aRunThatGoesBackToACheckpointIsToldOnce() {
        state("RUNNING", 2, 0);
        try (RunRecorder recorder = begin(1)) {
            report(recorder, 1, 1500);
        }
        CompletableFuture<List<Event>> heard = CompletableFuture.supplyAsync(() -> {
            try (EventReader reader = new EventReader(server, run, "", null)) {
                return reader.toEnd();
            }
        });
        server.histories.truncateAfter(run, 2, 777);
        try (RunRecorder recorder = begin(2)) {
            report(recorder, 778, 3000);
        }
        state("SUCCEEDED", 3, 3000);

        List<Event> events = heard.join();

        assertThat(steps(events, "step")).isEqualTo(oneTo(3000));
        assertThat(steps(events, "epoch")).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void aChartAndTheEventsAfterItAreTheWholeRun() {
        state("RUNNING", 2, 0);
        try (RunRecorder recorder = begin(1)) {
            report(recorder, 1, 640);
            recorder.flush();
            var chart = server.json(run + "/history?series=loss&maxPoints=1000");
            report(recorder, 641, 800);
            recorder.flush();
            state("SUCCEEDED", 3, 800);

            List<Event> events;
            String id = chart.get("eventId").stringValue();
            try (EventReader reader = new EventReader(server, run, "?lastEventId=" + id, null)) {
                events = reader.toEnd();
            }

            List<Long> drawn = chart.get("series")
                    .get(0)
                    .get("steps")
                    .valueStream()
                    .map(n -> n.longValue())
                    .toList();
            assertThat(Stream.concat(drawn.stream(), steps(events, "step").stream()))
                    .containsExactlyElementsOf(oneTo(800));
            assertThat(names(events)).contains("state");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "-1",
                "1-2-x",
                "0-0-0-0-0-0-0-0-0-0-0-0-0-0-0-0-0-0-0-0-0-0",
                "99999999999999999999999-0",
                "%00%0d%0a",
                "'; drop table history_run; --"
            })
    void anIdThatMakesNoSenseBeginsAtTheStart(String id) {
        runToEnd(50);
        String header = id.chars().allMatch(c -> c >= ' ' && c < 127) ? id : "?";
        try (EventReader reader = new EventReader(server, run, "", header)) {
            assertThat(reader.status).isEqualTo(200);
            assertThat(steps(reader.toEnd(), "step")).isEqualTo(oneTo(50));
        }
    }

    @Test
    void anIdFromTheFutureBeginsNow() {
        state("RUNNING", 2, 0);
        try (RunRecorder recorder = begin(1)) {
            report(recorder, 1, 50);
            recorder.flush();
            String id = "99-99-999999999999999999-999999999999999999";
            try (EventReader reader = new EventReader(server, run, "", id)) {
                assertThat(reader.status).isEqualTo(200);
                reader.until(e -> e.name().equals("state"));
                reader.until(e -> e.name().equals("progress"));
                report(recorder, 51, 60);
                recorder.flush();
                state("SUCCEEDED", 3, 60);
                assertThat(steps(reader.toEnd(), "step"))
                        .isEqualTo(LongStream.rangeClosed(51, 60).boxed().toList());
            }
        }
    }

    @Test
    void whoHasHeardTheEndIsToldToStopAsking() {
        runToEnd(10);
        String id;
        try (EventReader reader = new EventReader(server, run, "", null)) {
            id = reader.toEnd().getLast().id();
        }
        try (EventReader reader = new EventReader(server, run, "", id)) {
            assertThat(reader.status).isEqualTo(204);
        }
    }

    @Test
    void oneRowInSoManyCanBeAskedFor() {
        runToEnd(1000);
        try (EventReader reader = new EventReader(server, run, "?every=300&series=loss", null)) {
            assertThat(steps(reader.toEnd(), "step")).containsExactly(1L, 301L, 601L, 901L);
        }
    }

    @Test
    void silenceIsFilledWithHeartbeats() {
        state("QUEUED", 1, 0);
        try (EventReader reader = new EventReader(server, run, "", null)) {
            CompletableFuture<List<Event>> heard = CompletableFuture.supplyAsync(reader::toEnd);
            Waiting.until(() -> reader.comments >= 3);
            state("FAILED", 2, 0);
            assertThat(names(heard.join())).endsWith("state", "done");
        }
    }

    @Test
    void rowsThatCannotBeReadNowAreToldLaterOnTheSameStream() {
        runToEnd(50);
        server.execute("alter table history_tail rename to history_tail_away");
        CompletableFuture<List<Event>> heard;
        try (EventReader reader = new EventReader(server, run, "", null)) {
            Event first = Objects.requireNonNull(reader.next());
            assertThat(first.name()).as("told before the rows are looked for").isEqualTo("state");
            int comments = reader.comments;
            heard = CompletableFuture.supplyAsync(reader::toEnd);
            Waiting.until(() -> reader.comments > comments);
            server.execute("alter table history_tail_away rename to history_tail");
            assertThat(steps(heard.join(), "step")).isEqualTo(oneTo(50));
            assertThat(names(heard.join())).endsWith("done");
        } finally {
            server.execute("alter table if exists history_tail_away rename to history_tail");
        }
    }

    @Test
    void aDeletedRunEndsItsStreams() {
        state("RUNNING", 1, 0);
        try (EventReader reader = new EventReader(server, run, "", null)) {
            reader.until(e -> e.name().equals("progress"));
            server.status.remove(run);
            server.histories.delete(run);

            assertThat(reader.toEnd().getLast().data().get("state").stringValue())
                    .isEqualTo("DELETED");
        }
    }

    @Test
    void aFollowerWhoDoesNotReadHoldsUpNobody() throws IOException {
        state("RUNNING", 2, 0);
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket socket = new Socket("127.0.0.1", server.port());
            socket.setReceiveBufferSize(4096);
            socket.getOutputStream()
                    .write(("GET /api/v1/jobs/" + run + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            stalled.add(socket);
        }
        CompletableFuture<List<Event>> heard = CompletableFuture.supplyAsync(() -> {
            try (EventReader reader = new EventReader(server, run, "", null)) {
                return reader.toEnd();
            }
        });
        runToEnd(120_000);

        assertThat(steps(heard.join(), "step")).hasSize(120_000);
        for (Socket socket : stalled) {
            socket.close();
        }
    }

    @Test
    void moreFollowersThanAllowedAreAskedToComeBackLater() {
        state("RUNNING", 2, 0);
        List<EventReader> readers = IntStream.range(0, 20)
                .mapToObj(i -> new EventReader(server, run, "", null))
                .toList();
        List<EventReader> accepted =
                readers.stream().filter(r -> r.status == 200).toList();
        try (EventReader refused = new EventReader(server, run, "", null)) {
            assertThat(accepted).isNotEmpty();
            assertThat(refused.status).isEqualTo(503);
            assertThat(refused.answer.headers().firstValue("retry-after")).hasValue("5");
        }
        readers.forEach(EventReader::close);
        state("SUCCEEDED", 3, 0);
        awaitRoom();
    }

    private void awaitRoom() {
        int status = 503;
        while (status == 503) {
            try (EventReader reader = new EventReader(server, run, "", null)) {
                status = reader.status;
            }
        }
        assertThat(status).isEqualTo(200);
    }

    @Test
    void whatCannotBeFollowedIsSaidBeforeTheStreamBegins() {
        assertThat(server.get("nobody/events").statusCode()).isEqualTo(404);
        runToEnd(10);
        assertThat(server.get(run + "/events?every=0").statusCode()).isEqualTo(422);
        assertThat(server.get(run + "/events?series=lss").statusCode()).isEqualTo(422);
        assertThat(server.get(run + "/events", "Accept", "application/xml").statusCode())
                .isEqualTo(406);
    }
}
