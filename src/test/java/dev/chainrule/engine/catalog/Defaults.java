package dev.chainrule.engine.catalog;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members of sealed families as their fields' defaults make them. */
public final class Defaults {

    private Defaults() {}

    /** Every member of a family. */
    public static <T> Stream<T> of(Class<T> family) {
        return Family.of(family).members().stream().map(member -> family.cast(create(member)));
    }

    private static Record create(Member member) {
        return member.create(member.fields().stream().map(Defaults::value).toArray());
    }

    private static @Nullable Object value(Field field) {
        String text = field.defaultText();
        Class<?> type = field.component().getType();
        if (text == null) {
            if (field.nullable()) {
                return null;
            }
            throw new IllegalArgumentException("no default of " + field);
        }
        return switch (field.shape()) {
            case Shape.Real real -> (Object) Double.parseDouble(text);
            case Shape.Whole whole when type == int.class -> (Object) Integer.parseInt(text);
            case Shape.Whole whole -> (Object) Long.parseLong(text);
            case Shape.Flag flag -> (Object) Boolean.parseBoolean(text);
            case Shape.Choice choice -> choice.choices().constant(text).orElseThrow();
            case Shape.OneOf family ->
                create(Family.of(family.family()).member(text).orElseThrow());
            default -> throw new IllegalArgumentException("teach Defaults the default of " + field);
        };
    }
}
