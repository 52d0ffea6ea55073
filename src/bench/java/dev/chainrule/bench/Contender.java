package dev.chainrule.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A library in a process of its own, which trains as far as it is told and then waits. It says {@code @ready NAME VERSION} when it
 * is; to {@code block E} it answers {@code @block NANOSECONDS LOSS} after E epochs, LOSS the mean over the steps of the last one; it
 * ends when its input does. Lines without an at sign are its own talk.
 */
final class Contender implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;
    private String version = "";

    private Contender(String name, Process process) {
        this.name = name;
        this.process = process;
        from = process.inputReader();
        to = process.outputWriter();
    }

    /** One timed block. */
    record Block(long nanos, double loss, Duration cpu) {

        /** Processor cores it kept busy, its own compilers and collectors included. */
        double cores() {
            return (double) cpu.toNanos() / nanos;
        }
    }

    /**
     * Starts a contender.
     *
     * @param log where its talk to standard error goes
     * @return null where it cannot run here; the log says why
     */
    static @Nullable Contender start(String name, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // A machine may hold OpenBLAS to older kernels for the sake of older builds; here every library picks its own.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("OPENBLAS_"));
        builder.environment().putAll(environment);
        Contender contender = new Contender(name, builder.start());
        String answer = contender.answer("@ready ");
        if (answer == null) {
            contender.close();
            return null;
        }
        contender.version = answer;
        return contender;
    }

    private @Nullable String answer(String mark) throws IOException {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
            if (line.startsWith(mark)) {
                return line.substring(mark.length());
            }
        }
        return null;
    }

    /** Trains so many epochs more. */
    Block block(int epochs) throws IOException {
        Duration before = cpu();
        to.write("block " + epochs + "\n");
        to.flush();
        String answer = answer("@block ");
        if (answer == null) {
            throw new IOException(name + " ended in the middle of a block");
        }
        String[] parts = answer.split(" ");
        return new Block(Long.parseLong(parts[0]), Double.parseDouble(parts[1]), cpu().minus(before));
    }

    private Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    @Override
    public void close() throws IOException {
        to.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException("told to stop while waiting for " + name, e);
        }
    }
}
