package dev.chainrule.job;

import dev.chainrule.storage.Hashes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A job as its row stands. The meaning of the columns is in {@code V3__job.sql}. */
record JobRow(
        String id,
        String tenant,
        long submission,
        String name,
        @Nullable String notes,
        List<String> tags,
        int priority,
        String spec,
        @Nullable String prelude,
        @Nullable String forkedFrom,
        @Nullable Long forkStep,
        String datasetId,
        long bytes,
        String requestSha256,
        JobState state,
        @Nullable StopReason stopReason,
        @Nullable JobError error,
        @Nullable String verdict,
        @Nullable String modelId,
        long version,
        int attempt,
        Progress progress,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    static JobRow of(ResultSet row, int number) throws SQLException {
        String stop = row.getString("stop_reason");
        return new JobRow(
                row.getString("id"),
                row.getString("tenant"),
                row.getLong("submission"),
                row.getString("name"),
                row.getString("notes"),
                splitTags(row.getString("tags")),
                row.getInt("priority"),
                row.getString("spec"),
                row.getString("prelude"),
                row.getString("forked_from"),
                row.getObject("fork_step", Long.class),
                row.getString("dataset_id"),
                row.getLong("bytes"),
                row.getString("request_sha256"),
                JobState.valueOf(row.getString("state")),
                stop == null ? null : StopReason.valueOf(stop),
                errorOf(row),
                row.getString("verdict"),
                row.getString("model_id"),
                row.getLong("version"),
                row.getInt("attempt"),
                progressOf(row),
                requireInstant(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    /** The row after its claim at this time. */
    JobRow claimed(Instant at) {
        return new JobRow(
                id,
                tenant,
                submission,
                name,
                notes,
                tags,
                priority,
                spec,
                prelude,
                forkedFrom,
                forkStep,
                datasetId,
                bytes,
                requestSha256,
                JobState.RUNNING,
                stopReason,
                error,
                verdict,
                modelId,
                version + 1,
                attempt + 1,
                progress,
                createdAt,
                startedAt == null ? at : startedAt,
                finishedAt);
    }

    /** What a checkpoint of this job is marked with: it fits no other spec. */
    String stateSha256() {
        return Hashes.of(prelude == null ? spec : prelude + "\n" + spec);
    }

    private static @Nullable JobError errorOf(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? null
                : new JobError(
                        code,
                        row.getString("error_message"),
                        row.getString("error_layer"),
                        row.getObject("error_step", Long.class));
    }

    private static Progress progressOf(ResultSet row) throws SQLException {
        return new Progress(
                row.getLong("step"),
                row.getLong("total_steps"),
                row.getInt("epoch"),
                row.getInt("epochs"),
                row.getObject("seconds_left", Double.class),
                row.getString("metrics"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant requireInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Tags are kept as {@code "\nfirst\nsecond\n"}: one is found by {@code like '%\nfirst\n%'}. */
    static String joinTags(List<String> tags) {
        return tags.isEmpty() ? "" : "\n" + String.join("\n", tags) + "\n";
    }

    private static List<String> splitTags(String joined) {
        return Arrays.stream(joined.split("\n")).filter(tag -> !tag.isEmpty()).toList();
    }

    /**
     * How far a run is.
     *
     * @param step updates made
     * @param totalSteps updates if nothing stops it early, 0 before the first start
     * @param epoch epoch of the latest update, from 1
     * @param epochs epochs if nothing stops it early
     * @param secondsLeft estimate, null where there is none
     * @param metrics latest numbers, a JSON object
     */
    record Progress(
            long step,
            long totalSteps,
            int epoch,
            int epochs,
            @Nullable Double secondsLeft,
            String metrics) {

        static final Progress NONE = new Progress(0, 0, 0, 0, null, "{}");

        /** The columns it is kept in; {@link #bind} gives their values. */
        static final String COLUMNS = """
                step = :step, total_steps = :totalSteps, epoch = :epoch,
                epochs = :epochs, seconds_left = :secondsLeft, metrics = :metrics
                """;

        /** The same of a run that has ended: nothing is left to estimate. */
        Progress ended() {
            return new Progress(step, totalSteps, epoch, epochs, null, metrics);
        }

        JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql) {
            return sql.param("step", step)
                    .param("totalSteps", totalSteps)
                    .param("epoch", epoch)
                    .param("epochs", epochs)
                    .param("secondsLeft", secondsLeft)
                    .param("metrics", metrics);
        }
    }
}
