package dev.chainrule.analysis;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** An analysis as its row stands. */
record AnalysisRow(
        String id,
        long submission,
        String jobId,
        String type,
        String request,
        AnalysisState state,
        int attempt,
        double progress,
        @Nullable String result,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    static AnalysisRow of(ResultSet row, int number) throws SQLException {
        return new AnalysisRow(
                row.getString("id"),
                row.getLong("submission"),
                row.getString("job_id"),
                row.getString("type"),
                row.getString("request"),
                AnalysisState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row.getDouble("progress"),
                row.getString("result"),
                row.getString("error_code"),
                row.getString("error_message"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
