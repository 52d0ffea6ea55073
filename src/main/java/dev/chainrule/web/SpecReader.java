package dev.chainrule.web;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * JSON to described records, collecting every fault on the way. Reads nested records, sealed families (an object with
 * {@code type}, or the short form {@code "name:first:second"} that fills the fields from the left), lists, vectors,
 * matrices, enums and nullable values; defaults and ranges come from the records' own annotations, and what a
 * constructor refuses becomes a fault at the record's pointer.
 *
 * <p>In a short form a field that is itself a family takes all that is left: {@code "dense:16:leaky_relu:0.2"}.
 */
public final class SpecReader {

    private final FaultList faults;
    private final ValueReader values;

    private SpecReader(List<Fault> faults) {
        this.faults = new FaultList(faults);
        this.values = new ValueReader(this, this.faults);
    }

    /**
     * Reads a record of this class.
     *
     * @param pointer JSON pointer of the node, empty for the whole document
     * @param faults receives what is wrong, until it holds 100 entries
     * @return null exactly where something is wrong
     */
    public static <R extends Record> @Nullable R read(
            @Nullable JsonNode node, Class<R> type, String pointer, List<Fault> faults) {
        Object value = new SpecReader(faults).record(orNull(node), Member.of(type), Place.at(pointer));
        return value == FaultList.BAD ? null : type.cast(value);
    }

    /**
     * Reads a member of this sealed family.
     *
     * @return null exactly where something is wrong
     */
    public static <F> @Nullable F readMember(
            @Nullable JsonNode node, Class<F> family, String pointer, List<Fault> faults) {
        Object value = new SpecReader(faults).member(orNull(node), family, Place.at(pointer));
        return value == FaultList.BAD ? null : family.cast(value);
    }

    /**
     * Reads a whole document.
     *
     * @throws ProblemException 422 {@code INVALID_SPEC} with every fault
     */
    public static <R extends Record> R read(@Nullable JsonNode document, Class<R> type) {
        List<Fault> faults = new ArrayList<>();
        R value = read(document, type, "", faults);
        if (value == null) {
            throw ProblemException.unprocessable("INVALID_SPEC", faults);
        }
        return value;
    }

    private static JsonNode orNull(@Nullable JsonNode node) {
        return node == null ? JsonNodeFactory.instance.nullNode() : node;
    }

    /** A record, from its object. */
    Object record(JsonNode node, Member member, Place place) {
        if (!node.isObject()) {
            return faults.wrongType(place, "an object", node);
        }
        List<String> names = member.fields().stream().map(Field::name).toList();
        Map<String, JsonNode> given = new LinkedHashMap<>();
        boolean good = true;
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String name = property.getKey();
            if (names.contains(name)) {
                given.put(name, property.getValue());
            } else if (!isType(member, name, property.getValue(), place)) {
                good = false;
            }
        }
        Object value = create(member, given, place);
        return good ? value : FaultList.BAD;
    }

    /** Whether this is the property that names the member; a fault is added where it is not. */
    private boolean isType(Member member, String name, JsonNode value, Place place) {
        if (!member.inFamily() || !name.equals("type")) {
            faults.unknownField(
                    place.below(name), member.fields().stream().map(Field::name).toList());
            return false;
        }
        if (!value.isString() || !value.stringValue().equals(member.name())) {
            faults.unknownName(place.below("type"), value, List.of(member.name()));
            return false;
        }
        return true;
    }

    /** A member of a family, from its object or its short form. */
    Object member(JsonNode node, Class<?> type, Place place) {
        Family family = Family.of(type);
        if (node.isString()) {
            return shortForm(node, family, place);
        }
        if (!node.isObject()) {
            String example = family.names().getFirst();
            return faults.wrongType(place, "an object with a type, or a name such as \"" + example + "\"", node);
        }
        JsonNode name = node.get("type");
        if (name == null) {
            return faults.missing(place.below("type"), family.names());
        }
        Member member = name.isString() ? family.member(name.stringValue()).orElse(null) : null;
        return member == null
                ? faults.unknownName(place.below("type"), name, family.names())
                : record(node, member, place);
    }

    private Object shortForm(JsonNode node, Family family, Place place) {
        String text = node.stringValue();
        int end = text.indexOf(':');
        Member member = family.member(end < 0 ? text : text.substring(0, end)).orElse(null);
        if (member == null) {
            JsonNode name = JsonNodeFactory.instance.stringNode(end < 0 ? text : text.substring(0, end));
            return faults.unknownName(place, name, family.names());
        }
        Map<String, JsonNode> given = ShortForms.parts(end < 0 ? null : text.substring(end + 1), member.fields());
        return given == null
                ? faults.add(
                        place,
                        "INVALID",
                        FaultList.shown(node) + " has more parts than " + member.name() + " has fields")
                : create(member, given, place.asText());
    }

    /** Reads every field, given or defaulted, then calls the constructor. */
    private Object create(Member member, Map<String, JsonNode> given, Place place) {
        @Nullable Object[] arguments = new @Nullable Object[member.fields().size()];
        boolean good = true;
        for (int i = 0; i < arguments.length; i++) {
            Field field = member.fields().get(i);
            JsonNode node = given.get(field.name());
            Place below = place.below(field.name());
            arguments[i] = node == null ? absent(field, below) : values.field(node, field, below);
            good &= arguments[i] != FaultList.BAD;
        }
        if (!good) {
            return FaultList.BAD;
        }
        try {
            return member.create(arguments);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            return faults.add(place, "INVALID", message == null ? place.subject() + " is not valid" : message);
        }
    }

    private @Nullable Object absent(Field field, Place place) {
        if (field.defaultText() == null) {
            return field.nullable() ? null : faults.missing(place, null);
        }
        return defaultOf(field);
    }

    /**
     * The value a field takes when it is left out.
     *
     * @throws IllegalStateException if the annotation's text is not a value of the field
     */
    static @Nullable Object defaultOf(Field field) {
        String text = field.defaultText();
        if (text == null) {
            return null;
        }
        List<Fault> wrong = new ArrayList<>();
        SpecReader reader = new SpecReader(wrong);
        Object value =
                reader.values.field(ShortForms.ofDefault(field.shape(), text), field, Place.at("/" + field.name()));
        if (value == FaultList.BAD) {
            throw new IllegalStateException("bad default in " + field.component() + ": " + wrong);
        }
        return value;
    }
}
