package dev.chainrule.job;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a fork runs before its own spec.
 *
 * @param parts in order
 */
record Prelude(List<Part> parts) {

    static final Prelude NONE = new Prelude(List.of());

    /** One spec and the step until which it holds. */
    record Part(JsonNode spec, long until) {}

    /** The prelude of a fork made after a step: the origin's own up to there, then the origin's spec. */
    Prelude forkedAt(long step, JsonNode originSpec) {
        List<Part> before = parts.stream().filter(part -> part.until() < step).toList();
        JsonNode then = parts.stream()
                .filter(part -> part.until() >= step)
                .findFirst()
                .map(Part::spec)
                .orElse(originSpec);
        return new Prelude(
                Stream.concat(before.stream(), Stream.of(new Part(then, step))).toList());
    }
}
