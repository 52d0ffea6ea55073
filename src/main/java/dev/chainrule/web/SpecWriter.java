package dev.chainrule.web;

import dev.chainrule.engine.catalog.Choices;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Described records to JSON, every field shown, also those left at their defaults; members of a family say their
 * {@code type} first. {@link SpecReader} reads it back to an equal record.
 */
public final class SpecWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SpecWriter() {}

    /** The JSON of a record. */
    public static ObjectNode write(Record value) {
        Member member = Member.of(value.getClass());
        ObjectNode node = NODES.objectNode();
        if (member.inFamily()) {
            node.put("type", member.name());
        }
        for (Field field : member.fields()) {
            node.set(field.name(), value(get(field, value)));
        }
        return node;
    }

    /** The JSON of values by name, as in a patch of a request. */
    public static ObjectNode write(Map<String, ?> values) {
        return map(values);
    }

    /** The JSON of any value a field may have. */
    static JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case JsonNode node -> node;
            case Record nested -> write(nested);
            case Enum<?> constant -> NODES.stringNode(Choices.nameOf(constant));
            case String text -> NODES.stringNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> Double.isFinite(number) ? NODES.numberNode(number) : NODES.nullNode();
            case Collection<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case double[] vector -> vector(vector);
            case double[][] matrix -> matrix(matrix);
            default -> throw new IllegalArgumentException("no way to write a " + value.getClass());
        };
    }

    private static ArrayNode list(Collection<?> list) {
        ArrayNode node = NODES.arrayNode(list.size());
        list.forEach(element -> node.add(value(element)));
        return node;
    }

    private static ObjectNode map(Map<?, ?> map) {
        ObjectNode node = NODES.objectNode();
        map.forEach((name, element) -> node.set((String) name, value(element)));
        return node;
    }

    private static ArrayNode vector(double[] vector) {
        ArrayNode node = NODES.arrayNode(vector.length);
        for (double element : vector) {
            node.add(value(element));
        }
        return node;
    }

    private static ArrayNode matrix(double[][] matrix) {
        ArrayNode node = NODES.arrayNode(matrix.length);
        for (double[] row : matrix) {
            node.add(vector(row));
        }
        return node;
    }

    /** The value of one field. */
    static @Nullable Object get(Field field, Record value) {
        try {
            Method accessor = field.component().getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
