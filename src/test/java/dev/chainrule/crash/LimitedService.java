package dev.chainrule.crash;

import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A service in a process of its own whose files may be kept from growing, as on a full disk. */
public final class LimitedService implements AutoCloseable {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    private final ServiceProcess process;

    private LimitedService(ServiceProcess process) {
        this.process = process;
    }

    /** Whether there is the tool that limits a running process. */
    public static boolean isPossible() {
        return Files.isExecutable(PRLIMIT);
    }

    public static LimitedService start() {
        Path folder = Campaign.newFolder("limited");
        return new LimitedService(ServiceProcess.start(Launch.of(folder.resolve("data")), folder.resolve("log")));
    }

    public int port() {
        return process.port();
    }

    /** No file grows beyond these bytes: a number or {@code unlimited}. */
    public void limit(String bytes) {
        String[] command = {PRLIMIT.toString(), "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":"};
        try {
            if (new ProcessBuilder(command).start().waitFor() != 0) {
                throw new IllegalStateException("no limit was set");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
