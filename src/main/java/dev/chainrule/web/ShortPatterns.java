package dev.chainrule.web;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** The regular expression of a family's short forms, in the words that JSON Schema shares with every other engine. */
final class ShortPatterns {

    private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

    private ShortPatterns() {}

    static String of(Family family) {
        return family.members().stream().map(ShortPatterns::of).collect(Collectors.joining("|", "^(", ")$"));
    }

    private static String of(Member member) {
        return member.name() + rest(member.fields());
    }

    /** {@code (:first(:second)?)?}, without the question mark where a field to come is required. */
    private static String rest(List<Field> fields) {
        if (fields.isEmpty()) {
            return "";
        }
        Field first = fields.getFirst();
        boolean last = first.shape() instanceof Shape.OneOf;
        String all = ":" + value(first.shape()) + (last ? "" : rest(fields.subList(1, fields.size())));
        return fields.stream().anyMatch(Field::required) ? all : "(" + all + ")?";
    }

    private static String value(Shape shape) {
        return switch (shape) {
            case Shape.Real real -> NUMBER;
            case Shape.Whole whole -> NUMBER;
            case Shape.Flag flag -> "(true|false)";
            case Shape.Choice choice -> "(" + String.join("|", choice.choices().accepted()) + ")";
            case Shape.OneOf oneOf -> ".+";
            case Shape.Cell cell -> "[^:]+";
            case Shape.Text text -> "[^:]*";
            default -> "(?!)";
        };
    }
}
