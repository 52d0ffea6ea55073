package dev.chainrule.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real service in a process of its own, which is killed, stopped and continued by signals. */
final class ServiceProcess implements AutoCloseable {

    static final int HALTED = 137;
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern STARTED = Pattern.compile("Started Application in ([0-9.]+) seconds");
    private static final Duration LONGEST_START = Duration.ofSeconds(300);

    private final Process process;
    private final Path log;
    private final long began = System.nanoTime();
    private int port;
    private double startSeconds;
    private double startWork;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * How a process is started.
     *
     * @param data its data folder
     * @param faults value of {@code chainrule.faults}, empty for none
     * @param patched folder with classes that replace the service's own, null for the service as it is
     * @param jvm further options of the virtual machine
     * @param settings further arguments {@code --name=value}
     */
    record Launch(Path data, String faults, @Nullable Path patched, List<String> jvm, List<String> settings) {

        static Launch of(Path data, String... settings) {
            return new Launch(data, "", null, List.of(), List.of(settings));
        }

        Launch withFaults(String other) {
            return new Launch(data, other, patched, jvm, settings);
        }

        Launch withPatch(Path classes) {
            return new Launch(data, faults, classes, jvm, settings);
        }

        Launch with(String... more) {
            List<String> all = new ArrayList<>(settings);
            all.addAll(List.of(more));
            return new Launch(data, faults, patched, jvm, all);
        }

        Launch withJvm(String... options) {
            return new Launch(data, faults, patched, List.of(options), settings);
        }

        private List<String> command(String classes, @Nullable Path cache) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xmx320m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-BytecodeVerificationRemote",
                    "-Djava.awt.headless=true"));
            command.addAll(jvm);
            if (cache != null) {
                command.add("-XX:AOTCache=" + cache);
            }
            if (!faults.isEmpty()) {
                command.add("-Dchainrule.faults=" + faults);
            }
            command.addAll(List.of(
                    "-cp",
                    patched == null ? classes : patched + File.pathSeparator + classes,
                    "dev.chainrule.Application",
                    "--server.port=0",
                    "--chainrule.data-dir=" + data,
                    "--chainrule.job.warm-up=false",
                    "--spring.main.banner-mode=off"));
            command.addAll(settings);
            return command;
        }
    }

    /** Starts a process and does not wait for it. */
    static ServiceProcess launch(Launch launch, Path log) {
        WarmStart warm = WarmStart.get();
        // A cache is for one class path.
        return launch(launch, warm.classPath(), launch.patched() == null ? warm.cache() : null, log);
    }

    /** Starts a process of these classes. */
    static ServiceProcess launch(Launch launch, String classPath, @Nullable Path cache, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(launch.command(classPath, cache));
            builder.environment().put("OMP_NUM_THREADS", "1");
            builder.environment().put("OPENBLAS_NUM_THREADS", "1");
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return new ServiceProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a process and waits until it answers. */
    static ServiceProcess start(Launch launch, Path log) {
        ServiceProcess started = launch(launch, log);
        if (!started.awaitReady()) {
            throw new IllegalStateException(
                    "the service did not start (exit " + started.exit() + "):\n" + started.log());
        }
        return started;
    }

    /** Waits for the service to answer; false where the process died before. */
    boolean awaitReady() {
        long deadline = began + LONGEST_START.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            String text = log();
            Matcher started = STARTED.matcher(text);
            Matcher address = PORT.matcher(text);
            if (started.find() && address.find()) {
                startSeconds = Double.parseDouble(started.group(1));
                startWork =
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
                port = Integer.parseInt(address.group(1));
                return true;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return false;
    }

    int port() {
        return port;
    }

    double startSeconds() {
        return startSeconds;
    }

    /** Processor time of the start, seconds. */
    double startWork() {
        return startWork;
    }

    boolean alive() {
        return process.isAlive();
    }

    int exit() {
        return process.isAlive() ? -1 : process.exitValue();
    }

    /** As an operator or the kernel would: not {@code destroyForcibly}, which closes pipes. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        signal("KILL");
        awaitExit(Duration.ofSeconds(30));
    }

    long pid() {
        return process.pid();
    }

    /** Waits for the end of the process; false where it lives on. */
    boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            signal("CONT");
            kill();
        }
    }
}
