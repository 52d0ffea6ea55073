package dev.chainrule.web;

import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Shape;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values written as text: the parts of {@code "name:first:second"}, and defaults. */
final class ShortForms {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final int LONGEST_NUMBER = 100;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ShortForms() {}

    /** Fills fields from the left; null where there are more parts than fields. */
    static @Nullable Map<String, JsonNode> parts(@Nullable String text, Iterable<Field> fields) {
        Map<String, JsonNode> given = new LinkedHashMap<>();
        String rest = text;
        for (Field field : fields) {
            if (rest == null) {
                return given;
            }
            int end = field.shape() instanceof Shape.OneOf ? -1 : rest.indexOf(':');
            given.put(field.name(), scalar(field.shape(), end < 0 ? rest : rest.substring(0, end)));
            rest = end < 0 ? null : rest.substring(end + 1);
        }
        return rest == null ? given : null;
    }

    /** A default as the JSON that a caller would have written. */
    static JsonNode ofDefault(Shape shape, String text) {
        boolean nested = text.startsWith("{") || text.startsWith("[");
        return nested ? JsonMapper.shared().readTree(text) : scalar(shape, text);
    }

    private static JsonNode scalar(Shape shape, String text) {
        boolean quoted = shape instanceof Shape.Text || shape instanceof Shape.Choice || shape instanceof Shape.OneOf;
        if (quoted) {
            return NODES.stringNode(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return NODES.booleanNode(text.equals("true"));
        }
        if (text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
            return NODES.stringNode(text);
        }
        return text.chars().allMatch(c -> c == '-' || Character.isDigit(c))
                ? NODES.numberNode(new BigInteger(text))
                : NODES.numberNode(Double.parseDouble(text));
    }
}
