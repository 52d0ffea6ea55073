package dev.chainrule.web;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts what is wrong with a document into words. Every method returns {@link #BAD}, the value of what could not be read. */
final class FaultList {

    /** Most faults told of one document: enough to mend it, not enough to make a large answer of a small request. */
    static final int LIMIT = 100;

    static final Object BAD = new Object();

    private final List<Fault> faults;

    FaultList(List<Fault> faults) {
        this.faults = faults;
    }

    Object add(Place place, String code, String message) {
        return add(new Fault(place.pointer(), code, message));
    }

    private Object add(Fault fault) {
        if (faults.size() < LIMIT) {
            faults.add(fault);
        }
        return BAD;
    }

    Object wrongType(Place place, String expected, JsonNode node) {
        return add(place, "WRONG_TYPE", place.subject() + " must be " + expected + ", was " + shown(node));
    }

    Object missing(Place place, @Nullable List<String> allowed) {
        return add(new Fault(place.pointer(), "MISSING_FIELD", place.subject() + " is missing", allowed, null));
    }

    Object unknownField(Place place, Collection<String> allowed) {
        String name = "\"" + ProblemException.abbreviate(place.subject()) + "\"";
        return unknown(place, "UNKNOWN_FIELD", "there is no field " + name, place.subject(), allowed);
    }

    Object unknownName(Place place, JsonNode given, Collection<String> allowed) {
        String text = given.isString() ? given.stringValue() : "";
        return unknown(place, "UNKNOWN_NAME", place.subject() + " " + shown(given) + " is unknown", text, allowed);
    }

    private Object unknown(Place place, String code, String message, String given, Collection<String> allowed) {
        String nearest = Names.nearest(given, allowed);
        String hint = nearest == null ? "" : "; did you mean " + nearest + "?";
        return add(new Fault(place.pointer(), code, message + hint, List.copyOf(allowed), nearest));
    }

    /** A value in a message, at most 40 characters of it. */
    static String shown(JsonNode node) {
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "a list";
        }
        if (node.isNull()) {
            return "null";
        }
        return node.isString()
                ? "\"" + ProblemException.abbreviate(node.stringValue()) + "\""
                : ProblemException.abbreviate(node.asString(""));
    }
}
