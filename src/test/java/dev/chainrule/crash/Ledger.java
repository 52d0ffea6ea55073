package dev.chainrule.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the service has acknowledged, one line each, forced to the disk before anything else is asked of it. */
final class Ledger implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    Ledger(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kinds of lines, and what follows each. */
    enum Kind {
        /** key, job id, spec. */
        SUBMITTED,
        /** dataset id, SHA-256. */
        UPLOADED,
        /** job id: its cancellation was accepted. */
        CANCELLED,
        /** job id, state: a terminal state was shown. */
        ENDED,
        /** job id. */
        DELETED,
        /** job id, step, loss: a row was told by an event. */
        ROW
    }

    record Line(Kind kind, List<String> words) {
        String job() {
            return kind == Kind.SUBMITTED ? words.get(1) : words.getFirst();
        }
    }

    synchronized void write(Kind kind, List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(words ->
                text.append(kind).append('\t').append(String.join("\t", words)).append('\n'));
        try {
            channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Kind kind, String... words) {
        write(kind, List.of(List.of(words)));
    }

    /** What stands in the file. */
    synchronized Contents read() {
        try {
            List<Line> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                List<String> words = List.of(line.split("\t"));
                lines.add(new Line(Kind.valueOf(words.getFirst()), words.subList(1, words.size())));
            }
            return new Contents(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ledger as the auditor reads it. */
    record Contents(List<Line> lines) {

        List<Line> of(Kind kind) {
            return lines.stream().filter(line -> line.kind() == kind).toList();
        }

        private List<String> jobs(Kind kind) {
            return of(kind).stream().map(Line::job).toList();
        }

        /** Jobs that must be there: submitted and not deleted; id to its line. */
        Map<String, Line> jobs() {
            Map<String, Line> jobs = new LinkedHashMap<>();
            of(Kind.SUBMITTED).forEach(line -> jobs.put(line.job(), line));
            jobs(Kind.DELETED).forEach(jobs::remove);
            return jobs;
        }

        boolean cancelled(String job) {
            return jobs(Kind.CANCELLED).contains(job);
        }

        Optional<String> ended(String job) {
            return of(Kind.ENDED).stream()
                    .filter(line -> line.job().equals(job))
                    .map(line -> line.words().get(1))
                    .findFirst();
        }

        /** Rows told of a job: step to loss. */
        Map<String, String> rows(String job) {
            Map<String, String> rows = new LinkedHashMap<>();
            of(Kind.ROW).stream()
                    .filter(line -> line.job().equals(job))
                    .forEach(line -> rows.put(line.words().get(1), line.words().get(2)));
            return rows;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
