package dev.chainrule.web;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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

    /** JSON Schema of the document, for OpenAPI. */
    static ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.put("description", "A problem document (RFC 9457).");
        ObjectNode properties = schema.putObject("properties");
        for (String name : List.of("type", "title", "detail", "instance", "code")) {
            properties.putObject(name).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        ObjectNode error = properties.putObject("errors").put("type", "array").putObject("items");
        ObjectNode members = error.put("type", "object").putObject("properties");
        for (String name : List.of("pointer", "code", "message", "suggestion")) {
            members.putObject(name).put("type", "string");
        }
        members.putObject("allowed").put("type", "array").putObject("items").put("type", "string");
        schema.putArray("required").add("type").add("title").add("status").add("code");
        return schema;
    }

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
