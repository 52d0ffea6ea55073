package dev.chainrule.bench.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The service in a process of its own, on a free port of the loopback, with a data folder that is new and removed at the end. */
final class Service implements AutoCloseable {

    static final List<String> FLAGS = List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final long LONGEST_START = TimeUnit.MINUTES.toNanos(2);

    private final Path folder;
    private final Process process;
    private final long began = System.nanoTime();
    private long ready;
    private int port;

    private Service(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** What the service is started with: the class path of this process. */
    static List<String> classPath() {
        return List.of("-cp", System.getProperty("java.class.path"), "dev.chainrule.Application");
    }

    /**
     * Starts the service and waits until it answers that it is ready.
     *
     * @param jvm options of the virtual machine beside {@link #FLAGS}
     * @param program class path and main class, or {@code -jar} and a jar
     * @param settings further arguments {@code --name=value}
     */
    static Service start(List<String> jvm, List<String> program, List<String> settings) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench")), "service");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(jvm);
        command.addAll(program);
        command.addAll(List.of(
                "--server.port=0",
                "--chainrule.data-dir=" + folder.toAbsolutePath().resolve("data")));
        command.addAll(settings);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1"));
        Service service = new Service(folder, builder.start());
        Runtime.getRuntime().addShutdownHook(new Thread(service.process::destroyForcibly));
        service.awaitReady();
        return service;
    }

    private void awaitReady() throws IOException {
        while (process.isAlive() && System.nanoTime() - began < LONGEST_START) {
            Matcher address = PORT.matcher(log());
            if (address.find()) {
                port = Integer.parseInt(address.group(1));
                if (api().isReady()) {
                    ready = System.nanoTime();
                    return;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        throw new IllegalStateException("the service did not start:\n" + log());
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    Api api() {
        return new Api(port);
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to its first answer that it is ready. */
    double startSeconds() {
        return (ready - began) / 1e9;
    }

    /** Resident memory in MiB, as Linux counts it. */
    double residentMebibytes() throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
        return resident.find() ? Long.parseLong(resident.group(1)) / 1024.0 : Double.NaN;
    }

    /** The most that was ever resident, in MiB. */
    double mostResidentMebibytes() throws IOException {
        Matcher resident = PEAK.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
        return resident.find() ? Long.parseLong(resident.group(1)) / 1024.0 : Double.NaN;
    }

    /** Processor time of all its threads so far. */
    double processorSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Asks the process to end and waits until it has. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Service::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
