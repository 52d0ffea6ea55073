package dev.chainrule.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailPointTest {

    /** Passes a point some times and tells each. */
    static final class Passer {
        private Passer() {}

        public static void main(String[] arguments) {
            for (int i = 1; i <= 5; i++) {
                FailPoint.AFTER_RENAME.pass("models");
                FailPoint.AFTER_RENAME.pass("checkpoints");
                System.out.println("passed " + i);
            }
        }
    }

    private record End(int exit, long passed) {}

    private static End run(String... options) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Passer.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        long passed;
        try (var lines = process.inputReader().lines()) {
            passed = lines.filter(line -> line.startsWith("passed")).count();
        }
        return new End(process.waitFor(), passed);
    }

    @Test
    void aProcessDiesAtThePassageItWasToldAndNowhereElse() throws IOException, InterruptedException {
        assertThat(run("-Dchainrule.faults=afterRename@checkpoints:3")).isEqualTo(new End(137, 2));
        assertThat(run("-Dchainrule.faults=afterRename:4")).isEqualTo(new End(137, 1));
        assertThat(run("-Dchainrule.faults=afterRename@datasets,afterFsync")).isEqualTo(new End(0, 5));
        assertThat(run()).isEqualTo(new End(0, 5));
    }

    @Test
    void noLaterSettingArmsAPoint() {
        FailPoint.AFTER_RENAME.pass();
        System.setProperty("chainrule.faults", "afterRename");
        try {
            FailPoint.AFTER_RENAME.pass(); // this very process would be gone
        } finally {
            System.clearProperty("chainrule.faults");
        }
    }

    @Test
    void thereAreManyAndTheirNamesAreTheirOwn() {
        List<String> names =
                Arrays.stream(FailPoint.values()).map(FailPoint::publicName).toList();
        assertThat(names)
                .hasSizeGreaterThanOrEqualTo(20)
                .doesNotHaveDuplicates()
                .contains("afterRename", "start");
    }
}
