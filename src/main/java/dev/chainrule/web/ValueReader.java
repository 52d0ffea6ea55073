package dev.chainrule.web;

import dev.chainrule.engine.catalog.Choices;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the value of one field, by its shape. */
final class ValueReader {

    /** Beyond it a number written with a point or an exponent does not say which integer it is. */
    private static final double LARGEST_EXACT = 0x1p53;

    private final SpecReader records;
    private final FaultList faults;

    ValueReader(SpecReader records, FaultList faults) {
        this.records = records;
        this.faults = faults;
    }

    /** The value of a field that is given. */
    @Nullable
    Object field(JsonNode node, Field field, Place place) {
        if (node.isNull() && field.nullable() && !(field.shape() instanceof Shape.Opaque)) {
            return null;
        }
        Object value = value(node, field.shape(), place);
        String fault = value instanceof Number ? field.fault(value) : null;
        return fault == null ? value : faults.add(place, "OUT_OF_RANGE", place.subject() + " " + fault);
    }

    private Object value(JsonNode node, Shape shape, Place place) {
        return switch (shape) {
            case Shape.Real real -> real(node, place);
            case Shape.Whole whole -> whole(node, whole, place);
            case Shape.Flag flag -> node.isBoolean() ? node.booleanValue() : wrong(place, "true or false", node);
            case Shape.Text text -> node.isString() ? node.stringValue() : wrong(place, "a text", node);
            case Shape.Choice choice -> choice(node, choice.choices(), place);
            case Shape.OneOf oneOf -> records.member(node, oneOf.family(), place);
            case Shape.Group group -> records.record(node, Member.of(group.type()), place);
            case Shape.Sequence list -> list(node, list, place);
            case Shape.Mapping map -> map(node, map, place);
            case Shape.Vector vector -> vector(node, place);
            case Shape.Matrix matrix -> matrix(node, place);
            case Shape.Cell cell -> cell(node, place);
            case Shape.Opaque opaque -> opaque(node, opaque, place);
        };
    }

    private Object wrong(Place place, String expected, JsonNode node) {
        return faults.wrongType(place, expected, node);
    }

    private Object real(JsonNode node, Place place) {
        if (!node.isNumber()) {
            return wrong(place, "a number", node);
        }
        double value = node.isBigInteger() ? node.bigIntegerValue().doubleValue() : node.doubleValue();
        return Double.isFinite(value)
                ? (Object) value
                : faults.add(place, "NON_FINITE", place.subject() + " is too large for a number of 64 bits");
    }

    private Object whole(JsonNode node, Shape.Whole whole, Place place) {
        if (!node.isNumber()) {
            return wrong(place, "an integer", node);
        }
        if (!node.isIntegralNumber()) {
            double value = node.doubleValue();
            if (value != Math.rint(value) || Math.abs(value) > LARGEST_EXACT) {
                String message = place.subject() + " must be an integer, was " + FaultList.shown(node);
                return faults.add(place, Double.isFinite(value) ? "NOT_AN_INTEGER" : "NON_FINITE", message);
            }
            return narrowed((long) value, whole, place, node);
        }
        return node.canConvertToLong()
                ? narrowed(node.longValue(), whole, place, node)
                : outOfWidth(place, whole, node);
    }

    private Object narrowed(long value, Shape.Whole whole, Place place, JsonNode node) {
        if (value < whole.min() || value > whole.max()) {
            return outOfWidth(place, whole, node);
        }
        return whole.max() == Integer.MAX_VALUE ? (Object) (int) value : (Object) value;
    }

    private Object outOfWidth(Place place, Shape.Whole whole, JsonNode node) {
        String range = "must be >= " + whole.min() + " and <= " + whole.max();
        return faults.add(place, "OUT_OF_RANGE", place.subject() + " " + range + ", was " + FaultList.shown(node));
    }

    private Object choice(JsonNode node, Choices choices, Place place) {
        if (!node.isString()) {
            return wrong(place, "one of " + choices.names(), node);
        }
        Enum<?> constant = choices.constant(node.stringValue()).orElse(null);
        return constant == null ? faults.unknownName(place, node, choices.names()) : constant;
    }

    private Object list(JsonNode node, Shape.Sequence list, Place place) {
        if (!node.isArray()) {
            return wrong(place, "a list", node);
        }
        List<@Nullable Object> values = new ArrayList<>(node.size());
        boolean good = true;
        for (JsonNode element : node) {
            boolean isNull = element.isNull() && list.nullableElements();
            Object value = isNull ? null : value(element, list.element(), place.below(values.size()));
            values.add(value);
            good &= value != FaultList.BAD;
        }
        return good ? Collections.unmodifiableList(values) : FaultList.BAD;
    }

    private Object map(JsonNode node, Shape.Mapping map, Place place) {
        if (!node.isObject()) {
            return wrong(place, "an object", node);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        boolean good = true;
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            boolean isNull = entry.getValue().isNull() && map.nullableValues();
            Object value = isNull ? null : value(entry.getValue(), map.value(), place.below(entry.getKey()));
            values.put(entry.getKey(), value);
            good &= value != FaultList.BAD;
        }
        return good ? Collections.unmodifiableMap(values) : FaultList.BAD;
    }

    private Object vector(JsonNode node, Place place) {
        if (!node.isArray()) {
            return wrong(place, "a list of numbers", node);
        }
        double[] values = new double[node.size()];
        boolean good = true;
        for (int i = 0; i < values.length; i++) {
            Object value = real(node.get(i), place.below(i));
            good &= value != FaultList.BAD;
            values[i] = value instanceof Double number ? number : 0;
        }
        return good ? values : FaultList.BAD;
    }

    private Object matrix(JsonNode node, Place place) {
        if (!node.isArray()) {
            return wrong(place, "a list of rows", node);
        }
        double[][] rows = new double[node.size()][];
        boolean good = true;
        for (int i = 0; i < rows.length; i++) {
            Object row = vector(node.get(i), place.below(i));
            rows[i] = row instanceof double[] numbers ? numbers : new double[0];
            good &= row != FaultList.BAD;
        }
        for (int i = 1; i < rows.length && good; i++) {
            if (rows[i].length != rows[0].length) {
                return faults.add(
                        place.below(i),
                        "RAGGED_ROW",
                        place.subject() + " has " + rows[i].length + " numbers in row " + i + ", " + rows[0].length
                                + " in row 0");
            }
        }
        return good ? rows : FaultList.BAD;
    }

    private Object cell(JsonNode node, Place place) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() ? real(node, place) : wrong(place, "a number, a text, true or false", node);
    }

    private Object opaque(JsonNode node, Shape.Opaque opaque, Place place) {
        if (!JsonNode.class.isAssignableFrom(opaque.type())) {
            throw new IllegalArgumentException("no way to read a " + opaque.type());
        }
        return opaque.type().isInstance(node) ? node : wrong(place, "an object", node);
    }
}
