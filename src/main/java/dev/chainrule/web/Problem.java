package dev.chainrule.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457), as sent.
 *
 * @param type always {@code about:blank}: {@code code} says which problem it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what went wrong this time
 * @param instance path of the request
 * @param code for programs: stable, capitals
 * @param errors every fault found
 * @param extra further members, on the same level
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "code", "errors"})
record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        String code,
        List<Fault> errors,
        @JsonAnyGetter Map<String, Object> extra) {

    private static final int LONGEST_INSTANCE = 500;

    static Problem of(ProblemException e, @Nullable String path) {
        return new Problem(
                "about:blank",
                e.status().getReasonPhrase(),
                e.status().value(),
                e.getMessage(),
                path == null || path.length() > LONGEST_INSTANCE ? null : path,
                e.code(),
                e.faults(),
                e.extra());
    }
}
