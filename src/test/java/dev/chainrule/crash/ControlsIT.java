package dev.chainrule.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The crash test sees what it is there to see: with a protection taken out of the service it is red. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are killed by kill -9")
@Timeout(900)
class ControlsIT {

    private static final String WHILE_THE_SECOND_CHECKPOINT_IS_WRITTEN = "afterWrite@checkpoints:2";

    /** H2's commits reach the file later, by default half a second; here by so much that no machine is too slow for the kill. */
    @Test
    void withDelayedWritesAcknowledgedJobsAreLost() {
        Path patched = new Patch()
                .replace(
                        "storage/DatabaseSettings.java",
                        "static String complete(String url) {",
                        "static String complete(String url) { if (true) return url.replace(\"WRITE_DELAY=0\", \"WRITE_DELAY=60000\");")
                .replace("storage/DatabaseSettings.java", "if (delay != null) {", "if (delay != null && url(source)) {")
                .replace(
                        "storage/DatabaseSettings.java",
                        "    /** A delay other than 0",
                        "    private static boolean url(DataSource source) { return false; }\n    /** A delay other than 0")
                .compile();
        try (Campaign campaign = new Campaign(Campaign.newFolder("control"), null, 1, 1200).patched(patched)) {
            campaign.liveInPeace();
            campaign.killAfterSubmissions(20);
            assertThat(campaign.violations())
                    .as("what was acknowledged is gone")
                    .anyMatch(v -> v.contains("I1"));
        }
    }

    /** A checkpoint written over the one before: until it is whole and has its row, the row names other bytes. */
    @Test
    void withCheckpointsWrittenInPlaceARowNamesAnotherFile() {
        Path patched = new Patch()
                .replace(
                        "job/Checkpoints.java",
                        "Stored file = files.write(FOLDER, \"ckpt\", out -> CheckpointFormat.write(out, state, specSha256));",
                        """
                        java.io.ByteArrayOutputStream state0 = new java.io.ByteArrayOutputStream();
                        Stored file;
                        try {
                            CheckpointFormat.write(state0, state, specSha256);
                            byte[] bytes = state0.toByteArray();
                            String name = FOLDER + "/" + lease.jobId() + ".ckpt";
                            java.nio.file.Files.createDirectories(files.root().resolve(FOLDER));
                            try (java.io.OutputStream out = java.nio.file.Files.newOutputStream(files.root().resolve(name))) {
                                out.write(bytes, 0, bytes.length / 2);
                                FailPoint.AFTER_WRITE.pass(FOLDER);
                                out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
                            }
                            file = new Stored(name, bytes.length, dev.chainrule.storage.Hashes.of(bytes));
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        """)
                .replace("job/Checkpoints.java", "before.stream().skip(kept - 1L)", "before.stream().limit(0)")
                .compile();
        try (Campaign campaign = new Campaign(Campaign.newFolder("control"), null, 2, 1200).patched(patched)) {
            campaign.killOneJobAt(WHILE_THE_SECOND_CHECKPOINT_IS_WRITTEN);
            assertThat(campaign.unreached()).isEmpty();
            assertThat(campaign.violations())
                    .anyMatch(v -> v.contains("I6 a row names a file that holds something else"));
        }
    }

    /** The same lives without a patch; a push leaves that to {@link CrashIT}. */
    @Test
    @EnabledIfSystemProperty(
            named = "chainrule.crash.controls",
            matches = "all",
            disabledReason = "takes a minute: -Pcrash")
    void withNothingTakenOutTheSameKillsBreakNothing() {
        try (Campaign campaign = new Campaign(Campaign.newFolder("control"), null, 2, 1200)) {
            campaign.killOneJobAt(WHILE_THE_SECOND_CHECKPOINT_IS_WRITTEN);
            campaign.killAfterSubmissions(20);
            campaign.finish(Duration.ofMinutes(3));
            assertThat(campaign.unreached()).isEmpty();
            assertThat(campaign.violations()).isEmpty();
        }
    }
}
