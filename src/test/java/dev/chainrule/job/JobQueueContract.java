package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the table of jobs promises, on whichever database. */
abstract class JobQueueContract {

    private JobDatabase database;

    abstract JobDatabase database();

    @BeforeEach
    void empty() {
        database = database();
        database.jdbc.sql("delete from job").update();
    }

    @Test
    void tenThreadsOfThreeProcessesClaimEachJobOnce() throws Exception {
        int jobs = 2_000;
        for (int i = 0; i < jobs; i++) {
            database.submit();
        }
        ConcurrentLinkedQueue<String> claimed = new ConcurrentLinkedQueue<>();
        List<Callable<Boolean>> threads = new ArrayList<>();
        for (int thread = 0; thread < 10; thread++) {
            String owner = "process " + thread % 3;
            threads.add(() -> claimUntil(jobs, owner, claimed));
        }
        inParallel(threads);
        assertThat(claimed).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(database.jdbc
                        .sql("select count(*) from job where state = 'RUNNING' and attempt = 1 and token = 1")
                        .query(Integer.class)
                        .single())
                .isEqualTo(jobs);
    }

    private boolean claimUntil(int jobs, String owner, ConcurrentLinkedQueue<String> claimed) {
        while (claimed.size() < jobs) {
            database.queue
                    .claim(owner, Long.MAX_VALUE, Long.MAX_VALUE)
                    .ifPresent(claim -> claimed.add(claim.job().id()));
        }
        return true;
    }

    @Test
    void theHighestPriorityComesFirstThenTheOldest() {
        String plain = database.submit(0, 1);
        String later = database.submit(0, 1);
        String urgent = database.submit(5, 1);
        String low = database.submit(-5, 1);
        assertThat(ahead(new QueuePlaces(database.jdbc), low)).isEqualTo(3);
        assertThat(List.of(claimId(), claimId(), claimId(), claimId())).containsExactly(urgent, plain, later, low);
        assertThat(database.queue.claim("a", 9, 9)).isEmpty();
    }

    private long ahead(QueuePlaces places, String id) {
        return places.now().before(database.table.find(id).orElseThrow());
    }

    /** Shown by what is told: the picture of a long queue is the old one until its time has passed. */
    @Test
    void aShortQueueIsCountedAnewForEachQuestionAndALongOneNowAndThen() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
        QueuePlaces places = new QueuePlaces(database.jdbc, nanos::get);
        List<String> waiting = new ArrayList<>();
        for (int i = 1; i < QueuePlaces.SHORT; i++) {
            waiting.add(database.submit());
        }
        String last = waiting.getLast();
        assertThat(ahead(places, last)).isEqualTo(QueuePlaces.SHORT - 2);
        String urgent = database.submit(1, 1);
        assertThat(ahead(places, last)).as("at once").isEqualTo(QueuePlaces.SHORT - 1);
        assertThat(claimId()).isEqualTo(urgent);
        database.submit();
        assertThat(ahead(places, last)).as("at once").isEqualTo(QueuePlaces.SHORT - 2);
        String newest = database.submit();
        assertThat(ahead(places, newest)).as("now it is long").isEqualTo(QueuePlaces.SHORT);
        claimId();
        String unseen = database.submit();
        assertThat(ahead(places, newest)).as("the same picture").isEqualTo(QueuePlaces.SHORT);
        assertThat(ahead(places, unseen)).as("not in it").isEqualTo(QueuePlaces.SHORT + 1);
        nanos.addAndGet(250_000_000);
        assertThat(ahead(places, newest)).as("a new one").isEqualTo(QueuePlaces.SHORT - 1);
        assertThat(ahead(places, unseen)).isEqualTo(QueuePlaces.SHORT);
    }

    private String claimId() {
        return database.claim("a").job().id();
    }

    @Test
    void aJobThatDoesNotFitNowHoldsBackTheOnesBehindIt() {
        String large = database.submit(0, 100);
        database.submit(0, 1);
        assertThat(database.queue.claim("a", 200, 50)).isEmpty();
        assertThat(database.queue.claim("a", 200, 100).orElseThrow().job().id()).isEqualTo(large);
    }

    @Test
    void aJobThatNeverFitsThisProcessIsLeftToOthers() {
        database.submit(0, 100);
        String small = database.submit(0, 1);
        assertThat(database.queue.claim("a", 50, 50).orElseThrow().job().id()).isEqualTo(small);
    }

    @Test
    void aLeaseRunsOutByTheDatabasesClockAndTheJobIsQueuedAgain() {
        String id = database.submit();
        Lease first = database.claim("a").lease();
        assertThat(database.queue.rescueExpired()).isZero();
        database.expire(id);
        assertThat(database.writes.renew(first)).isTrue();
        assertThat(database.queue.rescueExpired()).as("renewed in time").isZero();
        database.expire(id);
        assertThat(database.queue.rescueExpired()).isEqualTo(1);
        assertThat(database.stateOf(id)).isEqualTo(JobState.QUEUED);
        JobQueue.Claim second = database.claim("b");
        assertThat(second.job().attempt()).isEqualTo(2);
        assertThat(second.lease().token()).isEqualTo(first.token() + 1);
    }

    @Test
    void aThirdCrashIsTheLast() {
        String id = database.submit();
        for (int i = 0; i < JobQueue.ATTEMPTS; i++) {
            assertThat(database.stateOf(id)).isEqualTo(JobState.QUEUED);
            database.claim("a");
            database.expire(id);
            database.queue.rescueExpired();
        }
        JobRow row = database.table.find(id).orElseThrow();
        assertThat(row.state()).isEqualTo(JobState.FAILED);
        assertThat(row.stopReason()).isEqualTo(StopReason.ERROR);
        assertThat(row.error()).isNotNull().extracting(JobError::code).isEqualTo("CRASHED");
        assertThat(row.finishedAt()).isNotNull();
    }

    /** Paused, it could be resumed into a fourth attempt: found by a long run of kills. */
    @Test
    void aThirdCrashIsTheLastOfAJobThatWasAskedToPauseToo() {
        String id = database.submit();
        for (int i = 0; i < JobQueue.ATTEMPTS; i++) {
            database.claim("a");
            database.states.change(id, s -> JobState.PAUSING, s -> Ending.NONE);
            database.expire(id);
            database.queue.rescueExpired();
            if (i < JobQueue.ATTEMPTS - 1) {
                assertThat(database.stateOf(id)).isEqualTo(JobState.PAUSED);
                database.states.change(id, s -> JobState.QUEUED, s -> Ending.NONE);
            }
        }
        JobRow row = database.table.find(id).orElseThrow();
        assertThat(row.state()).isEqualTo(JobState.FAILED);
        assertThat(row.attempt()).isEqualTo(JobQueue.ATTEMPTS);
        assertThat(row.error()).isNotNull().extracting(JobError::code).isEqualTo("CRASHED");
    }

    @Test
    void handingBackInGoodOrderIsNoAttempt() {
        database.submit();
        for (int i = 0; i < 2 * JobQueue.ATTEMPTS; i++) {
            JobQueue.Claim claim = database.claim("a");
            assertThat(claim.job().attempt()).isEqualTo(1);
            assertThat(database.writes.handBack(claim.lease(), s -> Ending.NONE))
                    .contains(JobState.QUEUED);
        }
    }

    @Test
    void anOrphanThatWasAskedToStopDoesSo() {
        String pausing = database.submit();
        String cancelling = database.submit();
        database.claim("a");
        database.claim("a");
        database.states.change(pausing, s -> JobState.PAUSING, s -> Ending.NONE);
        database.states.change(cancelling, s -> JobState.CANCELLING, s -> Ending.NONE);
        assertThat(database.queue.rescueAllBut("a")).isZero();
        assertThat(database.queue.rescueAllBut("b")).isEqualTo(2);
        assertThat(database.stateOf(pausing)).isEqualTo(JobState.PAUSED);
        JobRow cancelled = database.table.find(cancelling).orElseThrow();
        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.stopReason()).isEqualTo(StopReason.CANCELLED);
    }

    @Test
    void deadJobsAreFoundBehindPagesOfLiveOnes() {
        for (int i = 0; i < 350; i++) {
            database.submit();
        }
        database.jdbc.sql("""
                update job set state = 'RUNNING', token = 1, attempt = 1, owner = 'a',
                    lease_until = current_timestamp + interval '1' hour""").update();
        for (int dead : new int[] {250, 1}) {
            database.jdbc
                    .sql("update job set lease_until = current_timestamp - interval '1' second where id in "
                            + "(select id from job where state = 'RUNNING' order by id desc fetch first " + dead
                            + " rows only)")
                    .update();
            assertThat(database.queue.rescueExpired()).isEqualTo(dead);
        }
    }

    @Test
    void aStaleTokenChangesNothingByAnyMethod() throws Exception {
        String id = database.submit();
        Lease stale = database.claim("a").lease();
        assertThat(database.writes.checkpoint(stale, new CheckpointRow(1, 1, "kept", 1, "0")))
                .isTrue();
        database.expire(id);
        database.queue.rescueExpired();
        Lease live = database.claim("b").lease();
        String before = dump(id);
        List<Method> methods = writes();
        assertThat(methods).hasSizeGreaterThanOrEqualTo(7);
        for (Method method : methods) {
            Object answer = method.invoke(database.writes, arguments(method, stale));
            assertThat(answer).as(method.getName()).isIn(false, Optional.empty());
            assertThat(dump(id)).as(method.getName()).isEqualTo(before);
        }
        for (Method method : methods) { // the control: the live token may do each of these
            database.force(id, JobState.RUNNING);
            database.jdbc.sql("delete from job_checkpoint where step = 2").update();
            Lease forced = new Lease(id, "somebody", 7);
            Object answer = method.invoke(database.writes, arguments(method, forced));
            assertThat(answer).as(method.getName()).isNotIn(false, Optional.empty());
        }
        assertThat(live.token()).isGreaterThan(stale.token());
    }

    @Test
    void theEndOfARunSaysHowFarItCame() {
        database.submit();
        Lease lease = database.claim("a").lease();
        JobRow.Progress last = new JobRow.Progress(7, 8, 3, 4, 0.5, "{\"loss\":1}");
        Ending ending = new Ending(StopReason.EPOCHS, null, "done", null, last);
        assertThat(database.writes.succeed(lease, s -> ending)).contains(JobState.SUCCEEDED);
        JobRow row = database.table.find(lease.jobId()).orElseThrow();
        assertThat(row.progress()).isEqualTo(last.ended());
        assertThat(row.progress().secondsLeft()).isNull();
    }

    /** A claim tells the row as it then stands, without reading it again. */
    @Test
    void aClaimTellsTheRowItHasWritten() {
        database.submit();
        JobQueue.Claim first = database.claim("a");
        assertThat(first.job()).isEqualTo(database.table.find(first.job().id()).orElseThrow());
        database.writes.handBack(first.lease(), s -> Ending.NONE);
        JobQueue.Claim again = database.claim("a");
        assertThat(again.job()).isEqualTo(database.table.find(again.job().id()).orElseThrow());
        assertThat(again.job().startedAt()).isEqualTo(first.job().startedAt());
    }

    @Test
    void aJobThatHasEndedTakesNoWriteEvenWithItsToken() throws Exception {
        database.submit();
        Lease lease = database.claim("a").lease();
        database.writes.succeed(lease, s -> Ending.NONE);
        String before = dump(lease.jobId());
        for (Method method : writes()) {
            assertThat(method.invoke(database.writes, arguments(method, lease))).isIn(false, Optional.empty());
            assertThat(dump(lease.jobId())).isEqualTo(before);
        }
    }

    private static List<Method> writes() {
        return Arrays.stream(LeasedWrites.class.getDeclaredMethods())
                .filter(m -> !Modifier.isPrivate(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
                .filter(m -> !m.isSynthetic())
                .toList();
    }

    private static Object[] arguments(Method method, Lease lease) {
        Map<Class<?>, Object> values = new HashMap<>();
        values.put(Lease.class, lease);
        values.put(JobRow.Progress.class, new JobRow.Progress(9, 9, 9, 9, 9.0, "{\"loss\":9}"));
        values.put(
                CheckpointRow.class,
                new CheckpointRow(method.getName().equals("checkpoint") ? 2 : 1, 1, "file", 1, "0"));
        values.put(Function.class, (Function<JobState, Ending>) s -> Ending.NONE);
        return Arrays.stream(method.getParameterTypes())
                .map(type -> Optional.ofNullable(values.get(type))
                        .orElseThrow(() -> new AssertionError("no argument for a " + type)))
                .toArray();
    }

    private String dump(String id) {
        return database.jdbc
                        .sql("select * from job where id = :id")
                        .param("id", id)
                        .query()
                        .singleRow()
                        .toString()
                        .replaceAll("clob\\d+[^,}]*", "")
                + database.table.checkpoints(id)
                + database.transitions(id);
    }

    @Test
    void concurrentChangesOfOneJobLeaveOneOfTheAllowedEnds() throws Exception {
        Map<String, Function<Lease, Object>> acts = Map.of(
                "succeed", lease -> database.writes.succeed(lease, s -> Ending.NONE),
                "fail", lease -> database.writes.fail(lease, s -> Ending.NONE),
                "hand back", lease -> database.writes.handBack(lease, s -> Ending.NONE),
                "cancel", lease -> database.states.change(lease.jobId(), JobService::cancelled, s -> Ending.NONE),
                "pause", lease -> database.states.change(lease.jobId(), JobService::paused, s -> Ending.NONE),
                "rescue", lease -> database.queue.rescueAllBut("z"),
                "claim", lease -> database.queue.claim("c", Long.MAX_VALUE, Long.MAX_VALUE),
                "delete", lease -> database.table.delete(lease.jobId()));
        for (String first : acts.keySet()) {
            for (String second : acts.keySet()) {
                for (int round = 0; round < 3; round++) {
                    raceIsConsistent(acts.get(first), acts.get(second), first + " against " + second);
                }
            }
        }
    }

    private void raceIsConsistent(Function<Lease, Object> first, Function<Lease, Object> second, String what)
            throws Exception {
        empty();
        database.submit();
        Lease lease = database.claim("a").lease();
        inParallel(List.of(() -> first.apply(lease), () -> second.apply(lease)));
        Optional<JobRow> row = database.table.find(lease.jobId());
        if (row.isEmpty()) {
            assertThat(what).contains("delete");
            return;
        }
        List<JobState> path = database.transitions(lease.jobId()).stream()
                .map(JobTable.Transition::state)
                .toList();
        assertThat(path.getLast()).as(what).isEqualTo(row.get().state());
        for (int i = 1; i < path.size(); i++) {
            assertThat(path.get(i - 1).successors()).as(what + " " + path).contains(path.get(i));
        }
        boolean owned =
                database.queue.held("a").size() + database.queue.held("c").size() == 1;
        assertThat(owned).as(what + " " + path).isEqualTo(row.get().state().leased());
    }

    @Test
    void oneIdempotencyKeyGivesOneJobToTwentyAtOnce() throws Exception {
        List<Callable<String>> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            posts.add(() ->
                    database.insert(JobDatabase.request(0, 1, "key", "hash")).id());
        }
        assertThat(Set.copyOf(inParallel(posts))).hasSize(1);
        assertThat(database.queue.length()).isEqualTo(1);
    }

    /** Starts all at one moment; throws what any of them threw. */
    private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
