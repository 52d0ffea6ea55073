package dev.chainrule.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.fault.FailPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Kills the real service at every named point of its code and at random moments, and audits what is left. The long run is
 * {@link LongCrashRun}.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "processes are killed by kill -9")
@Timeout(1800)
class CrashIT {

    private static final long SEED = 20261125;
    private static final int MEDIUM_EPOCHS = 800;
    private static final int RANDOM_KILLS = 2;
    /** {@code -Dchainrule.crash.points=all} takes each point; a push has time for some. */
    private static final int EVERY = "all".equals(System.getProperty("chainrule.crash.points")) ? 1 : 5;

    /** Of points that are passed for several kinds of files. */
    private static final List<String> FOLDERS = List.of("checkpoints", "models", "datasets");

    /** {@code SparseDatabaseTest} dies at them. */
    private static final EnumSet<FailPoint> OF_LARGE_DATABASES =
            EnumSet.of(FailPoint.INSIDE_REWRITE, FailPoint.AFTER_REWRITE);

    /** Each point once; those of files in turns for checkpoints, models and datasets. */
    static List<String> points() {
        List<String> points = new ArrayList<>();
        int turn = 0;
        for (FailPoint point : EnumSet.complementOf(OF_LARGE_DATABASES)) {
            boolean ofFiles = Arrays.asList(
                            FailPoint.BEFORE_WRITE,
                            FailPoint.AFTER_WRITE,
                            FailPoint.AFTER_FSYNC,
                            FailPoint.AFTER_RENAME,
                            FailPoint.AFTER_FOLDER_FSYNC)
                    .contains(point);
            points.add(ofFiles ? point.publicName() + "@" + FOLDERS.get(turn++ % 3) : point.publicName());
        }
        return points;
    }

    @Test
    void whateverMomentItIsKilledAtNothingAcknowledgedIsLostOnH2() {
        Path folder = Campaign.newFolder("crash");
        try (Campaign campaign = new Campaign(folder, null, SEED, MEDIUM_EPOCHS).prepare()) {
            List<String> points = points();
            for (int i = 0; i < points.size(); i += EVERY) {
                campaign.killAt(points.get(i));
            }
            for (int i = 0; i < RANDOM_KILLS; i++) {
                campaign.kill();
            }
            campaign.finish(Duration.ofMinutes(5));
            System.out.println("crash test in " + folder + ": " + campaign.report());
            assertThat(campaign.violations()).isEmpty();
            assertThat(campaign.unreached()).isEmpty();
            assertThat(campaign.exact()).isPositive();
        }
    }
}
