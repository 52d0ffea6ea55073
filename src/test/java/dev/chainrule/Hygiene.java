package dev.chainrule;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What no answer may be or tell: a 5xx, a refusal that is no problem document, names of classes, files, SQL. */
public final class Hygiene {

    private static final List<String> SECRETS = List.of(
            "Exception",
            "at org.",
            "at java.",
            "org.springframework",
            "org.hibernate",
            "org.h2",
            "java.lang",
            "java.util",
            "tools.jackson",
            "dev.chainrule",
            "jdbc:",
            "SELECT ",
            "select ",
            "/tmp",
            "/home",
            "/root",
            "NullPointer");

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]+");

    private Hygiene() {}

    /**
     * What is wrong with an answer, if anything.
     *
     * @param type its Content-Type
     */
    public static Optional<String> complaint(int status, String type, String body) {
        return status >= 500 ? Optional.of(status + " " + body) : told(status, type, body);
    }

    private static Optional<String> told(int status, String type, String body) {
        if (status < 400) {
            return Optional.empty();
        }
        if (!type.equals("application/problem+json")) {
            return Optional.of(status + " is no problem document: " + type);
        }
        List<String> told =
                SECRETS.stream().filter(withoutInstance(body)::contains).toList();
        return told.isEmpty() ? Optional.empty() : Optional.of("tells " + told + ": " + body);
    }

    /** As {@link #complaint}, and the document has all its members; for answers whose whole body is at hand. */
    public static Optional<String> fullComplaint(int status, String type, String body) {
        return status >= 500 ? complaint(status, type, body) : expectedComplaint(status, type, body);
    }

    /** As {@link #fullComplaint}, where the status is what it should be, a 503 perhaps. */
    public static Optional<String> expectedComplaint(int status, String type, String body) {
        Optional<String> first = told(status, type, body);
        return first.isPresent() || status < 400 ? first : malformed(status, body);
    }

    private static Optional<String> malformed(int status, String body) {
        try {
            JsonNode problem = JsonMapper.shared().readTree(body);
            boolean whole = problem.path("status").asInt(0) == status
                    && CODE.matcher(problem.path("code").asString("")).matches()
                    && !problem.path("title").asString("").isEmpty()
                    && !problem.path("detail").asString("").isEmpty();
            return whole ? Optional.empty() : Optional.of("the problem lacks a member: " + body);
        } catch (JacksonException e) {
            return Optional.of("the problem is no JSON: " + body);
        }
    }

    /** The path that was asked for may stand in the answer. */
    private static String withoutInstance(String body) {
        return body.replaceFirst("\"instance\":\"[^\"]*\"", "");
    }
}
