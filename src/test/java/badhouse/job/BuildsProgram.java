package badhouse.job;

import java.io.IOException;

/** Starts a program. */
public final class BuildsProgram {
    public Process start() throws IOException {
        return new ProcessBuilder("true").start();
    }
}
