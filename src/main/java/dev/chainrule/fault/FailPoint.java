package dev.chainrule.fault;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A place in the code where the process may be made to die as by {@code kill -9}: {@code -Dchainrule.faults=afterRename@checkpoints:3}
 * halts it when the third checkpoint has its name. Several are separated by commas.
 *
 * <p>The property is the JVM's own and is read once, when this class is loaded: no request, no setting of Spring and no later change
 * can arm a point. Where it is absent a passage is the test of a constant, which the compiler removes.
 */
public enum FailPoint {
    /** The service starts; nothing has been read. */
    START,
    /** Orphans are being taken over, one is done and not committed. */
    INSIDE_RESCUE,
    AFTER_RESCUE,
    BEFORE_JOB_INSERT,
    /** The row is written and not committed. */
    INSIDE_JOB_INSERT,
    /** The job is committed, its caller has not heard of it. */
    AFTER_JOB_INSERT,
    BEFORE_CLAIM,
    INSIDE_CLAIM,
    AFTER_CLAIM,
    BEFORE_RENEWAL,
    AFTER_RENEWAL,
    /** A file is about to be written; of the folder named. */
    BEFORE_WRITE,
    /** Written and not forced. */
    AFTER_WRITE,
    AFTER_FSYNC,
    AFTER_RENAME,
    AFTER_FOLDER_FSYNC,
    BEFORE_DATASET_ROW,
    AFTER_DATASET_ROW,
    BEFORE_CHECKPOINT_ROW,
    AFTER_CHECKPOINT_ROW,
    /** A checkpoint's row is gone, its file is not. */
    AFTER_CHECKPOINT_DROP,
    BEFORE_HISTORY_BATCH,
    INSIDE_HISTORY_BATCH,
    AFTER_HISTORY_BATCH,
    INSIDE_TRUNCATION,
    AFTER_TRUNCATION,
    AFTER_PROGRESS,
    /** A state is changed and not committed. */
    INSIDE_STATE_CHANGE,
    AFTER_STATE_CHANGE,
    BEFORE_FINAL_STATE,
    /** State and model are written and not committed. */
    INSIDE_FINAL_STATE,
    AFTER_FINAL_STATE,
    BEFORE_EVENT,
    AFTER_EVENT,
    /** A job's row and history are gone, its files are not. */
    AFTER_JOB_DELETE,
    /** The database's file is written again, beside the old one. */
    INSIDE_REWRITE,
    /** The new file has the old one's name. */
    AFTER_REWRITE;

    private static final String PROPERTY = "chainrule.faults";
    private static final int EXIT = 137;

    private static final Armed @Nullable [] ARMED = armed(System.getProperty(PROPERTY));

    /** One that will fire: at the n-th passage, anywhere or at one place. */
    private record Armed(FailPoint point, @Nullable String where, int passage, AtomicInteger passed) {

        /** {@code point}, {@code point:n} or {@code point@where:n}. */
        static Armed of(String text) {
            String[] parts = text.strip().split(":", 2);
            String[] names = parts[0].split("@", 2);
            FailPoint point = Arrays.stream(values())
                    .filter(p -> p.publicName().equals(names[0]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(PROPERTY + ": there is no point " + names[0]));
            int passage = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
            return new Armed(point, names.length == 1 ? null : names[1], passage, new AtomicInteger());
        }

        void pass(FailPoint passedPoint, @Nullable String place) {
            boolean mine = passedPoint == point && (where == null || where.equals(place));
            if (mine && passed.incrementAndGet() == passage) {
                Runtime.getRuntime().halt(EXIT);
            }
        }
    }

    private static Armed @Nullable [] armed(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        LoggerFactory.getLogger(FailPoint.class).warn("{}={}: this process is meant to die", PROPERTY, text);
        return Arrays.stream(text.split(",")).map(Armed::of).toArray(Armed[]::new);
    }

    /** As it is written in the property: {@code afterRename}. */
    public String publicName() {
        StringBuilder name = new StringBuilder();
        for (String word : name().split("_")) {
            String lower = word.toLowerCase(java.util.Locale.ROOT);
            name.append(name.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
        }
        return name.toString();
    }

    /** The code is here now. */
    public void pass() {
        if (ARMED != null) {
            pass(ARMED, null);
        }
    }

    /** The code is here now, on behalf of something. */
    public void pass(String where) {
        if (ARMED != null) {
            pass(ARMED, where);
        }
    }

    private void pass(Armed[] armed, @Nullable String where) {
        for (Armed one : armed) {
            one.pass(this, where);
        }
    }
}
