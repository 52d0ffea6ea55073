package dev.chainrule.engine.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Notes who allocates what, by the JDK's flight recorder, from {@link #start} on. */
final class AllocationWitness {

    private static final int FRAMES = 6;

    private @Nullable Recording recording;

    void start() {
        recording = new Recording();
        recording.enable("jdk.ObjectAllocationSample").with("throttle", "200/s").withStackTrace();
        recording.start();
    }

    /** What was allocated where, with how often it was seen; empty where nothing was noted. */
    String account() {
        if (recording == null) {
            return "";
        }
        try (Recording ended = recording) {
            ended.stop();
            Path file = Files.createTempFile("allocations", ".jfr");
            ended.dump(file);
            Map<String, Long> seen = RecordingFile.readAllEvents(file).stream()
                    .collect(Collectors.groupingBy(AllocationWitness::place, TreeMap::new, Collectors.counting()));
            Files.delete(file);
            return seen.entrySet().stream()
                    .map(entry -> entry.getValue() + " x " + entry.getKey())
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String place(RecordedEvent event) {
        String frames = event.getStackTrace() == null
                ? "?"
                : event.getStackTrace().getFrames().stream()
                        .limit(FRAMES)
                        .map(frame -> frame.getMethod().getType().getName() + "."
                                + frame.getMethod().getName() + ":" + frame.getLineNumber())
                        .collect(Collectors.joining(" < "));
        return event.getClass("objectClass").getName() + " in " + frames;
    }
}
