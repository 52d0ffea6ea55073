package dev.chainrule.engine.network;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members of sealed families with every field at its default, or at a plain value of its range where it has none. */
final class Members {

    private Members() {}

    static <T> Stream<T> of(Class<T> family) {
        return Family.of(family).members().stream().map(member -> family.cast(create(member)));
    }

    private static Record create(Member member) {
        return member.create(member.fields().stream().map(Members::value).toArray());
    }

    private static @Nullable Object value(Field field) {
        String text = field.defaultText();
        Class<?> type = field.component().getType();
        if (type == double.class) {
            return text == null ? 0.3 : Double.parseDouble(text);
        }
        if (type == int.class) {
            return text == null ? 3 : Integer.parseInt(text);
        }
        if (type == long.class) {
            return text == null ? 3L : Long.parseLong(text);
        }
        if (type == boolean.class) {
            return Boolean.parseBoolean(text);
        }
        if (text != null && field.shape() instanceof Shape.Choice choice) {
            return choice.choices().constant(text).orElseThrow();
        }
        if (text != null && type.isSealed()) {
            return create(Family.of(type).member(text).orElseThrow());
        }
        if (field.shape() instanceof Shape.Sequence list && list.element() instanceof Shape.OneOf) {
            return List.of(
                    Dense.of(5, new Activation.Tanh()), new LayerNormalization(1e-5, null), new Dropout(0.3, null));
        }
        if (field.nullable()) {
            return null;
        }
        throw new IllegalArgumentException("no plain value for " + field);
    }
}
