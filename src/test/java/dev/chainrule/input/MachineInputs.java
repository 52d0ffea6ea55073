package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.crash.LimitedService;
import dev.chainrule.job.Misbehaving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** B98 to B100 and B103 to B106: memory, errors, clocks and disks that fail a service, in services that no other test uses. */
final class MachineInputs {

    private static final int QUEUED = 10_000;
    private static final String NAMED = """
            {"name": "%s", "dataset": {"generator": {"type": "iris"}}, "model": {"layers": []}, "training": {"epochs": %d, "seed": 1}}""";

    private MachineInputs() {}

    static List<BadInput> all() {
        return List.of(
                new BadInput(98, "two jobs that do not fit together", shared -> oneAfterTheOther()),
                new BadInput(
                        99,
                        "a job that takes more memory than there is",
                        shared -> fails("takes too much memory", "OUT_OF_MEMORY")),
                new BadInput(100, "StackOverflowError in a job", shared -> fails("calls itself for ever", "INTERNAL")),
                new BadInput(100, "LinkageError in a job", shared -> fails("lacks a library", "INTERNAL")),
                new BadInput(103, "clock jumps of an hour", shared -> clockJumps()),
                new BadInput(104, "disk full", shared -> diskFull()),
                new BadInput(105, "data folder gone", shared -> folderGone()),
                new BadInput(106, "10 000 queued jobs and a restart", shared -> manyQueued()));
    }

    /** The larger half of the budget each. */
    private static void oneAfterTheOther() {
        Talk talk = OwnService.shared().talk();
        String spec = large(talk);
        Reply first = talk.json("/jobs", spec).expect(202);
        await(() -> state(talk, first).equals("RUNNING"));
        Reply second = talk.json("/jobs", spec).expect(202);
        await(() -> talk.job(second.id()).at("/queue/reason").asString("").equals("MEMORY"));
        talk.json("/jobs/" + first.id() + "/cancel", "{}").expect(202);
        await(() -> state(talk, second).equals("RUNNING"));
        talk.json("/jobs/" + second.id() + "/cancel", "{}").expect(202);
        assertThat(talk.end(second).get("state").stringValue()).isEqualTo("CANCELLED");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
    }

    private static String state(Talk talk, Reply job) {
        return talk.job(job.id()).get("state").stringValue();
    }

    /** A job whose estimate is more than half of the budget. */
    private static String large(Talk talk) {
        for (int units = 500; units < 10_000; units += 100) {
            String spec = SpecInputs.iris(
                    "{\"layers\": [\"dense:%1$d\", \"dense:%1$d\"]}".formatted(units), "{\"epochs\": 1000000}");
            Reply check = talk.json("/jobs?validateOnly=true", spec).expect(200);
            if (check.json().get("bytes").longValue() > 80L << 20) {
                return spec;
            }
        }
        throw new AssertionError("no job is large");
    }

    /** The job fails by itself: one that runs beside it and the next one do not. */
    private static void fails(String name, String code) {
        Talk talk = OwnService.shared().talk();
        Reply beside = talk.json("/jobs", NAMED.formatted("beside", 2_000)).expect(202);
        JsonNode failed = talk.end(talk.json("/jobs", NAMED.formatted(name, 1)));
        assertThat(failed.get("state").stringValue()).isEqualTo("FAILED");
        assertThat(failed.at("/error/code").stringValue())
                .as(failed.get("error").toString())
                .isEqualTo(code);
        assertThat(failed.get("error").toString()).doesNotContain("Error", "java.", "dev.chainrule");
        talk.success(talk.json("/jobs", NAMED.formatted("next", 1)));
        talk.success(beside);
        assertThat(talk.health()).isEqualTo(200);
    }

    private static void clockJumps() {
        try {
            Talk talk = OwnService.shared().talk();
            Reply job = talk.json("/jobs", NAMED.formatted("through it", 6_000)).expect(202);
            await(() -> !state(talk, job).equals("QUEUED"));
            Misbehaving.jump(Duration.ofHours(1));
            talk.success(talk.json("/jobs", NAMED.formatted("an hour ahead", 1)));
            Misbehaving.jump(Duration.ofHours(-1));
            JsonNode ended = talk.success(job);
            assertThat(ended.get("attempt").intValue()).isEqualTo(1);
            assertThat(Instant.parse(ended.get("finishedAt").stringValue()))
                    .isAfterOrEqualTo(Instant.parse(ended.get("startedAt").stringValue()));
        } finally {
            Misbehaving.jump(Duration.ZERO);
        }
    }

    /** A limit on the size of files, which acts as a full disk does; without the tool the case is not run. */
    private static void diskFull() {
        Assumptions.assumeTrue(LimitedService.isPossible(), "there is no prlimit");
        try (LimitedService limited = LimitedService.start()) {
            Talk talk = new Talk(limited.port(), new org.springframework.context.support.StaticApplicationContext());
            String kept = talk.csv("kept,b\n1,2\n3,4\n").expect(201).id();
            limited.limit("0");
            BadInput.check(talk.csv("a,b\n1,2\n3,4\n"), 507, "DISK_FULL", "", "The disk is full: nothing was stored.");
            Reply refused = talk.json("/jobs", NAMED.formatted("nowhere", 1));
            assertThat(refused.status()).as(refused.body()).isIn(503, 507);
            assertThat(talk.health()).isEqualTo(503);
            limited.limit("unlimited");
            await(() -> talk.health() == 200);
            talk.csv("a,b\n1,2\n3,4\n").expect(201);
            assertThat(TextInputs.rows(talk, kept).toString()).isEqualTo("[[1,2],[3,4]]");
            talk.success(talk.json("/jobs", NAMED.formatted("room again", 1)));
        }
    }

    private static void folderGone() {
        OwnService own = OwnService.shared();
        Talk talk = own.talk();
        String kept = talk.csv("kept,b\n1,2\n3,4\n").expect(201).id();
        Path away = own.folder().resolveSibling("away");
        move(own.folder(), away);
        try {
            assertThat(talk.health()).isEqualTo(503);
            BadInput.check(talk.csv("a,b\n1,2\n3,4\n"), 503, "STORAGE_UNAVAILABLE", "", "The data folder is gone");
            Reply refused = talk.json("/jobs", NAMED.formatted("nowhere", 1));
            BadInput.check(refused, 503, "STORAGE_UNAVAILABLE", "", "nothing was stored");
        } finally {
            move(away, own.folder());
        }
        await(() -> talk.health() == 200);
        assertThat(TextInputs.rows(talk, kept).toString()).isEqualTo("[[1,2],[3,4]]");
        talk.success(talk.json("/jobs", NAMED.formatted("back", 1)));
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Queued where nobody trains, then started again on the same folder: all are there, in their order. */
    private static void manyQueued() {
        Path folder;
        String first;
        try (OwnService server = OwnService.start("--chainrule.role=server")) {
            folder = server.folder();
            Talk talk = server.talk();
            first = talk.json("/jobs", NAMED.formatted("first", 1)).expect(202).id();
            copy(talk, first);
        }
        try (OwnService again = OwnService.start(folder, "--chainrule.role=server")) {
            Talk talk = again.talk();
            JsonNode last =
                    talk.json("/jobs", NAMED.formatted("last", 1)).expect(202).json();
            assertThat(last.at("/queue/ahead").longValue()).isEqualTo(QUEUED + 1L);
            assertThat(talk.job(first).at("/queue/ahead").longValue()).isZero();
        }
    }

    private static void copy(Talk talk, String like) {
        JdbcClient jdbc = talk.service().getBean(JdbcClient.class);
        int copies = jdbc.sql("""
                        insert into job (id, name, tags, priority, spec, dataset_id, bytes, request_sha256, state, version, token,
                            attempt, step, total_steps, epoch, epochs, metrics, created_at, queued_at)
                        select cast(random_uuid() as varchar(36)), name, tags, priority, spec, dataset_id, bytes, request_sha256, state,
                            version, token, attempt, step, total_steps, epoch, epochs, metrics, created_at, queued_at
                        from job cross join system_range(1, :copies) where id = :like
                        """).param("copies", QUEUED).param("like", like).update();
        assertThat(copies).isEqualTo(QUEUED);
    }
}
