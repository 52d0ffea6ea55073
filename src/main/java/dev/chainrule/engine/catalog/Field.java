package dev.chainrule.engine.catalog;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * One field of a described record.
 *
 * @param name JSON name, camelCase
 * @param type the component's generic type
 * @param shape which values it takes
 * @param nullable whether null is a value of it
 * @param defaultText default in JSON short form, null where there is none
 * @param range allowed values of a number, null where any finite one is
 * @param help one sentence, empty where the name says all
 * @param component where all this was read from
 */
public record Field(
        String name,
        Type type,
        Shape shape,
        boolean nullable,
        @Nullable String defaultText,
        @Nullable Range range,
        String help,
        RecordComponent component) {

    static Field of(RecordComponent component) {
        Default fallback = component.getAnnotation(Default.class);
        Help help = component.getAnnotation(Help.class);
        return new Field(
                component.getName(),
                component.getGenericType(),
                Shape.of(component.getAnnotatedType()),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                fallback == null ? null : fallback.value(),
                component.getAnnotation(Range.class),
                help == null ? "" : help.value(),
                component);
    }

    /** Whether a caller must give this field. */
    public boolean required() {
        return defaultText == null && !nullable;
    }

    /** Says what is wrong with a value of this field, or null: {@code "must be > 0, was -0.1"}. */
    public @Nullable String fault(@Nullable Object value) {
        if (value == null) {
            return nullable ? null : "must not be null";
        }
        if (!(value instanceof Number number)) {
            return null;
        }
        double v = number.doubleValue();
        if (!Double.isFinite(v)) {
            return "must be finite, was " + value;
        }
        if (range == null) {
            return null;
        }
        boolean low = range.openMin() ? v <= range.min() : v < range.min();
        boolean high = range.openMax() ? v >= range.max() : v > range.max();
        return low || high ? "must be " + describeRange() + ", was " + value : null;
    }

    /** The range in words: {@code ">= 0 and < 1"}. */
    public String describeRange() {
        if (range == null) {
            return "finite";
        }
        StringBuilder text = new StringBuilder();
        if (range.min() != Double.NEGATIVE_INFINITY) {
            text.append(range.openMin() ? "> " : ">= ").append(plain(range.min()));
        }
        if (range.max() != Double.POSITIVE_INFINITY) {
            text.append(text.isEmpty() ? "" : " and ")
                    .append(range.openMax() ? "< " : "<= ")
                    .append(plain(range.max()));
        }
        return text.toString();
    }

    private static String plain(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }
}
