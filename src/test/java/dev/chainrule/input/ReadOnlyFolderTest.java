package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The data folder of a running service becomes read-only, as after an error of the disk, and then is writable again. */
@EnabledIf(value = "foldersCanBeMounted", disabledReason = "a read-only folder needs the right to mount")
final class ReadOnlyFolderTest {

    private static final String SMALL = SpecInputs.iris("{\"layers\": []}", "{\"epochs\": 2, \"seed\": 1}");
    private static final String ENDLESS = """
            {"dataset": {"generator": "iris"}, "model": {"layers": ["dense:8"]}, "training": {"epochs": 1000000, "seed": 1},
             "monitor": {"every": 1000}, "checkpoints": {"everySeconds": 1}}""";

    static boolean foldersCanBeMounted() throws IOException {
        Path probe = Files.createTempDirectory("chainrule-mount");
        boolean can = run("mount", "--bind", probe.toString(), probe.toString());
        return can && run("umount", probe.toString());
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Files opened from now on are on a read-only mount of the same folder; the database's own is open already. */
    private static void readOnly(Path folder) throws IOException {
        assertThat(run("mount", "--bind", folder.toString(), folder.toString())).isTrue();
        assertThat(run("mount", "-o", "remount,bind,ro", folder.toString())).isTrue();
    }

    @Test
    void nothingIsAcknowledgedThatIsNotKeptAndWorkGoesOnWhenItIsWritableAgain() throws IOException {
        try (OwnService own = OwnService.start("--chainrule.workers=1")) {
            Talk talk = own.talk();
            String kept = talk.csv("kept,b\n1,2\n3,4\n").expect(201).id();
            Reply running = talk.json("/jobs", ENDLESS).expect(202);
            await(() -> talk.job(running.id()).at("/progress/step").longValue() > 0);
            List<String> before = files(own.folder());
            readOnly(own.folder());
            try {
                refuses(talk, kept);
                assertThat(files(own.folder())).containsAll(before);
                assertThat(talk.job(running.id()).get("state").stringValue()).isEqualTo("RUNNING");
            } finally {
                assertThat(run("umount", own.folder().toString())).isTrue();
            }
            await(() -> talk.health() == 200);
            talk.csv("a,b\n1,2\n3,4\n").expect(201);
            talk.json("/jobs/" + running.id() + "/pause", "{}").expect(202);
            await(() -> talk.job(running.id()).get("state").stringValue().equals("PAUSED"));
            assertThat(talk.job(running.id()).get("attempt").intValue())
                    .as("a pause is no attempt")
                    .isZero();
            talk.success(talk.json("/jobs", SMALL));
        }
    }

    private static void refuses(Talk talk, String kept) {
        assertThat(talk.health()).isEqualTo(503);
        BadInput.check(
                talk.csv("a,b\n1,2\n3,4\n"),
                503,
                "STORAGE_UNAVAILABLE",
                "",
                "The data folder cannot be written: nothing was stored.");
        assertThat(TextInputs.rows(talk, kept).toString()).isEqualTo("[[1,2],[3,4]]");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("datasets"))) {
            return files.map(Path::toString).toList();
        }
    }
}
