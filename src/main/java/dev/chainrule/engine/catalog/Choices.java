package dev.chainrule.engine.catalog;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The public names of an enum's constants: snake_case ({@code FLOAT32} is {@code float32}) unless {@link Named}.
 *
 * @param constants in order of declaration
 * @param names one a constant, the form that is written
 */
public record Choices(List<Enum<?>> constants, List<String> names) {

    /** Describes an enum. */
    public static Choices of(Class<?> type) {
        List<Enum<?>> constants = Arrays.stream(type.getEnumConstants())
                .<Enum<?>>map(c -> (Enum<?>) c)
                .toList();
        return new Choices(constants, constants.stream().map(Choices::nameOf).toList());
    }

    /** The public name of a constant. */
    public static String nameOf(Enum<?> constant) {
        try {
            Field field = constant.getDeclaringClass().getField(constant.name());
            Named named = field.getAnnotation(Named.class);
            return named == null ? snakeCase(constant) : named.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The constant that is written so, or whose snake_case or camelCase form this is. */
    public Optional<Enum<?>> constant(String text) {
        for (int i = 0; i < constants.size(); i++) {
            Enum<?> constant = constants.get(i);
            if (names.get(i).equals(text)
                    || snakeCase(constant).equals(text)
                    || camelCase(constant).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static String snakeCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String camelCase(Enum<?> constant) {
        StringBuilder text = new StringBuilder();
        for (String word : constant.name().split("_", -1)) {
            String lower = word.toLowerCase(Locale.ROOT);
            text.append(
                    text.isEmpty() || lower.isEmpty()
                            ? lower
                            : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
        }
        return text.toString();
    }
}
