package dev.chainrule.engine.catalog;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which values a field takes, read off its declared type. Families and records are named, not opened, so cycles are fine. */
public sealed interface Shape {

    /** A finite double. */
    record Real() implements Shape {}

    /** An integer of the Java type's width. */
    record Whole(long min, long max) implements Shape {}

    /** True or false. */
    record Flag() implements Shape {}

    /** Text. */
    record Text() implements Shape {}

    /** One constant of an enum. */
    record Choice(Choices choices) implements Shape {}

    /** One member of a sealed family. */
    record OneOf(Class<?> family) implements Shape {}

    /** One described record. */
    record Group(Class<? extends Record> type) implements Shape {}

    /** A list. */
    record Sequence(Shape element, boolean nullableElements) implements Shape {}

    /** Values by name. */
    record Mapping(Shape value, boolean nullableValues) implements Shape {}

    /** double[]. */
    record Vector() implements Shape {}

    /** double[][], all rows of one length. */
    record Matrix() implements Shape {}

    /** A cell of a table: a number, a text, true or false. */
    record Cell() implements Shape {}

    /** A type unknown here; {@code web} knows the trees of its JSON library and passes them on as they are. */
    record Opaque(Class<?> type) implements Shape {}

    /**
     * The shape of a declared type.
     *
     * @throws IllegalArgumentException for a type that cannot be described
     */
    static Shape of(AnnotatedType declared) {
        if (declared instanceof AnnotatedArrayType array) {
            return ofArray(array.getAnnotatedGenericComponentType().getType());
        }
        if (declared instanceof AnnotatedParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (declared.getType() instanceof Class<?> type) {
            return ofClass(type);
        }
        throw new IllegalArgumentException("no shape for " + declared);
    }

    private static Shape ofArray(Type component) {
        if (component == double.class) {
            return new Vector();
        }
        if (component == double[].class) {
            return new Matrix();
        }
        throw new IllegalArgumentException("no shape for an array of " + component);
    }

    private static Shape ofGeneric(AnnotatedParameterizedType generic) {
        Type raw = ((ParameterizedType) generic.getType()).getRawType();
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        AnnotatedType last = arguments[arguments.length - 1];
        boolean nullable = last.isAnnotationPresent(Nullable.class);
        if (raw == List.class) {
            return new Sequence(of(last), nullable);
        }
        if (raw == Map.class && arguments[0].getType() == String.class) {
            return new Mapping(of(last), nullable);
        }
        throw new IllegalArgumentException("no shape for " + generic);
    }

    private static Shape ofClass(Class<?> type) {
        if (type == double.class || type == Double.class) {
            return new Real();
        }
        if (type == int.class || type == Integer.class) {
            return new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Flag();
        }
        if (type == String.class) {
            return new Text();
        }
        return ofOwnClass(type);
    }

    private static Shape ofOwnClass(Class<?> type) {
        if (type.isEnum()) {
            return new Choice(Choices.of(type));
        }
        if (type.isRecord()) {
            return new Group(type.asSubclass(Record.class));
        }
        if (type.isSealed()) {
            return new OneOf(type);
        }
        return type == Object.class ? new Cell() : new Opaque(type);
    }
}
