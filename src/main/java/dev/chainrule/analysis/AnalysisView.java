package dev.chainrule.analysis;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An analysis as callers see it.
 *
 * @param done whether state stays as it is
 * @param progress share of the work done, 0 to 1
 * @param result of its type; null until there is one
 * @param error null unless the state is FAILED
 */
record AnalysisView(
        String id,
        String type,
        String job,
        AnalysisState state,
        boolean done,
        double progress,
        @Nullable JsonNode result,
        @Nullable Failure error,
        JsonNode request,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Why there is no result. */
    record Failure(String code, String message) {}

    /**
     * One page.
     *
     * @param items newest first, without their results
     */
    record AnalysisPage(List<AnalysisView> items, @Nullable String nextPageToken) {}

    static AnalysisView of(AnalysisRow row, JsonMapper json, boolean withResult) {
        String code = row.errorCode();
        return new AnalysisView(
                row.id(),
                row.type(),
                row.jobId(),
                row.state(),
                row.state().done(),
                row.progress(),
                row.result() == null || !withResult ? null : json.readTree(row.result()),
                code == null ? null : new Failure(code, String.valueOf(row.errorMessage())),
                json.readTree(row.request()),
                row.createdAt(),
                row.startedAt(),
                row.finishedAt());
    }
}
