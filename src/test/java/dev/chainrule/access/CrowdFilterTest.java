package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.web.ProblemWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** So many requests are served, some wait a moment, all others are told to come back. What is served here lasts until the test lets it go. */
@Timeout(60)
final class CrowdFilterTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final Semaphore served = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);

    private static CrowdFilter filter(int atWork, int waiting, Duration longestWait) {
        return new CrowdFilter(
                new Crowd(atWork, waiting, longestWait),
                new UploadPaths(List.of("/api/v1/datasets")),
                1000,
                new ProblemWriter(new JsonMapper()));
    }

    private CompletableFuture<MockHttpServletResponse> ask(CrowdFilter filter, String method, String path, int bytes) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        request.setContent(new byte[bytes]);
        CompletableFuture<MockHttpServletResponse> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            MockHttpServletResponse response = new MockHttpServletResponse();
            try {
                filter.doFilter(request, response, (asked, answered) -> {
                    served.release();
                    untilTheEnd();
                });
                answer.complete(response);
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private List<CompletableFuture<MockHttpServletResponse>> ask(CrowdFilter filter, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> ask(filter, "GET", "/api/v1/jobs", 0))
                .toList();
    }

    private void untilTheEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean areServed(int requests) throws InterruptedException {
        return served.tryAcquire(requests, 30, TimeUnit.SECONDS);
    }

    @Test
    void moreThanAreServedAndMayWaitAreToldToComeBack() throws Exception {
        CrowdFilter filter = filter(3, 2, LONG);
        List<CompletableFuture<MockHttpServletResponse>> asked = ask(filter, 9);
        while (asked.stream().filter(CompletableFuture::isDone).count() < 4) {
            Thread.onSpinWait();
        }
        assertThat(areServed(3)).isTrue();
        assertThat(served.availablePermits()).as("no more than three").isZero();
        end.countDown();
        List<MockHttpServletResponse> answers =
                asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers.stream().filter(answer -> answer.getStatus() == 200)).hasSize(5);
        List<MockHttpServletResponse> refused =
                answers.stream().filter(answer -> answer.getStatus() == 503).toList();
        assertThat(refused).hasSize(4);
        assertThat(refused).allMatch(answer -> "1".equals(answer.getHeader("Retry-After")));
        assertThat(refused.getFirst().getContentAsString()).contains("\"BUSY\"", "\"retryAfterSeconds\":1");
    }

    @Test
    void whoWaitsTooLongIsToldToo() throws Exception {
        CrowdFilter filter = filter(1, 5, Duration.ofMillis(20));
        ask(filter, 1);
        assertThat(areServed(1)).isTrue();
        assertThat(ask(filter, 1).getFirst().join().getStatus()).isEqualTo(503);
        end.countDown();
    }

    @Test
    void whenThePlacesAreFreeAgainAllAreServedAgain() throws Exception {
        CrowdFilter filter = filter(2, 0, LONG);
        List<CompletableFuture<MockHttpServletResponse>> asked = ask(filter, 2);
        assertThat(areServed(2)).isTrue();
        assertThat(ask(filter, 1).getFirst().join().getStatus()).isEqualTo(503);
        end.countDown();
        asked.forEach(CompletableFuture::join);
        assertThat(IntStream.range(0, 10)
                        .map(i -> ask(filter, 1).getFirst().join().getStatus()))
                .containsOnly(200);
    }

    @Test
    void healthFilesAndLongUploadsAreServedInAnyCrowd() throws Exception {
        CrowdFilter filter = filter(1, 0, LONG);
        ask(filter, 1);
        assertThat(areServed(1)).isTrue();
        ask(filter, "GET", "/actuator/health", 0);
        ask(filter, "GET", "/app.js", 0);
        ask(filter, "POST", "/api/v1/datasets", 1001);
        assertThat(areServed(3)).isTrue();
        assertThat(ask(filter, "POST", "/api/v1/datasets", 1000).join().getStatus())
                .as("a short one")
                .isEqualTo(503);
        end.countDown();
    }

    /** The first is served, the second waits, and the third is turned away before anything else hears of it. */
    @Test
    void theDoorTurnsAwayWhatTheCrowdHasNoRoomFor() throws Exception {
        CrowdFilter crowd = filter(1, 1, LONG);
        DoorFilter door = new DoorFilter(crowd, new ProblemWriter(new JsonMapper()));
        assertThat(atTheDoor(door, "/api/v1/jobs")).as("nobody is there").isNull();
        ask(crowd, 1);
        assertThat(areServed(1)).isTrue();
        assertThat(atTheDoor(door, "/api/v1/jobs")).as("one may wait").isNull();
        ask(crowd, 1);
        while (!crowd.isFull()) {
            Thread.onSpinWait();
        }
        MockHttpServletResponse refused = Objects.requireNonNull(atTheDoor(door, "/api/v1/jobs"));
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(refused.getContentAsString()).contains("\"BUSY\"");
        assertThat(atTheDoor(door, "/actuator/health")).as("health").isNull();
        end.countDown();
        assertThat(areServed(1)).isTrue();
        while (crowd.isFull()) {
            Thread.onSpinWait();
        }
        assertThat(atTheDoor(door, "/api/v1/jobs")).as("there is room again").isNull();
    }

    /** What the door answers; null where it lets the request pass. */
    private static @Nullable MockHttpServletResponse atTheDoor(DoorFilter door, String path) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        MockHttpServletResponse response = new MockHttpServletResponse();
        boolean[] passed = {false};
        door.doFilter(request, response, (asked, answered) -> passed[0] = true);
        return passed[0] ? null : response;
    }

    /** The control: with room for all of them nobody is refused, so that it is the limit that refuses. */
    @Test
    void withoutTheLimitAllAreServed() throws Exception {
        List<CompletableFuture<MockHttpServletResponse>> asked = ask(filter(9, 0, LONG), 9);
        assertThat(areServed(9)).isTrue();
        end.countDown();
        assertThat(asked).allMatch(answer -> answer.join().getStatus() == 200);
    }
}
