package dev.chainrule.engine.catalog;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A described record: one member of a sealed family, or a plain record of settings.
 *
 * @param name public name, snake_case ({@code leaky_relu})
 * @param type the record class
 * @param formula its equation, empty where there is none
 * @param help one sentence
 * @param fields in order of declaration; the short form {@code "name:first:second"} fills them from the left
 */
public record Member(String name, Class<? extends Record> type, String formula, String help, List<Field> fields) {

    private static final ClassValue<Member> MEMBERS = new ClassValue<>() {
        @Override
        protected Member computeValue(Class<?> type) {
            return describe(type.asSubclass(Record.class));
        }
    };

    private static final ClassValue<Constructor<?>> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            try {
                Constructor<?> canonical = type.getDeclaredConstructor(types);
                canonical.setAccessible(true);
                return canonical;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("every record has one", e);
            }
        }
    };

    /** The description of a record class; computed once. */
    public static Member of(Class<? extends Record> type) {
        return MEMBERS.get(type);
    }

    private static Member describe(Class<? extends Record> type) {
        Named named = type.getAnnotation(Named.class);
        Formula formula = type.getAnnotation(Formula.class);
        Help help = type.getAnnotation(Help.class);
        return new Member(
                named == null ? snakeCase(type.getSimpleName()) : named.value(),
                type,
                formula == null ? "" : formula.value(),
                help == null ? "" : help.value(),
                Arrays.stream(type.getRecordComponents()).map(Field::of).toList());
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Whether the record belongs to a sealed family, so that its JSON says which member it is. */
    public boolean inFamily() {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    /** The field of this name. */
    public Field field(String fieldName) {
        return fields.stream()
                .filter(f -> f.name().equals(fieldName))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + " has no field " + fieldName));
    }

    /**
     * Checks values against the declared ranges; called by compact constructors so that a range stands in one place.
     *
     * @param values in order of the fields
     * @throws IllegalArgumentException naming the field and the bad value
     */
    public static void check(Class<? extends Record> type, @Nullable Object... values) {
        Member member = of(type);
        for (int i = 0; i < values.length; i++) {
            String fault = member.fields.get(i).fault(values[i]);
            if (fault != null) {
                throw new IllegalArgumentException(member.fields.get(i).name() + " " + fault);
            }
        }
    }

    /** Calls the canonical constructor. IllegalArgumentException of the constructor passes through. */
    public Record create(@Nullable Object[] values) {
        try {
            return (Record) CONSTRUCTORS.get(type).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
