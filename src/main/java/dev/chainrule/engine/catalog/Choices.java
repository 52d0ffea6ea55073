package dev.chainrule.engine.catalog;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Every accepted spelling: the written names, then snake_case and camelCase forms. */
    public List<String> accepted() {
        return Stream.of(
                        names.stream(),
                        constants.stream().map(Choices::snakeCase),
                        constants.stream().map(Choices::camelCase))
                .flatMap(form -> form)
                .distinct()
                .toList();
    }

    /** The constant that is written so, or whose snake_case or camelCase form this is. */
    public Optional<Enum<?>> constant(String text) {
        return constants.stream()
                .filter(c -> nameOf(c).equals(text)
                        || snakeCase(c).equals(text)
                        || camelCase(c).equals(text))
                .findFirst();
    }

    private static String snakeCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String camelCase(Enum<?> constant) {
        String[] words = snakeCase(constant).split("_", -1);
        return Stream.of(words)
                .skip(1)
                .map(word -> word.isEmpty() ? "" : Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining("", words[0], ""));
    }
}
