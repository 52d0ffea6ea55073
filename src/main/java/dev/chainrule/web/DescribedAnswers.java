package dev.chainrule.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Says in the schemas of answers what may be null: fields that are nullable and written all the same, and numbers, which
 * are null where they are not finite: in arrays, and in records that list what is not finite.
 */
final class DescribedAnswers implements OperationCustomizer {

    private static final String NULL = "null";
    private static final Set<Class<?>> REALS = Set.of(double.class, Double.class, float.class, Float.class);

    private final Set<Class<?>> records = new LinkedHashSet<>();

    /** Remembers which records a method answers with. */
    @Override
    public synchronized Operation customize(Operation operation, HandlerMethod handler) {
        Method method = handler.getMethod();
        collect(method.getGenericReturnType());
        for (ApiResponse response : AnnotatedElementUtils.findMergedRepeatableAnnotations(method, ApiResponse.class)) {
            for (Content content : response.content()) {
                collect(content.schema().implementation());
            }
        }
        return operation;
    }

    private void collect(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::collect);
        } else if (type instanceof Class<?> plain && plain.isRecord() && records.add(plain)) {
            Arrays.stream(plain.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .forEach(this::collect);
        }
    }

    /** Completes the schemas of the records that were seen. */
    @SuppressWarnings("rawtypes") // as springdoc holds them
    synchronized void complete(Map<String, Schema> schemas) {
        for (Class<?> type : records) {
            Schema<?> schema = schemas.get(name(type));
            if (schema != null && schema.getProperties() != null) {
                complete(type, schema.getProperties());
            }
        }
    }

    private static String name(Class<?> type) {
        var named = type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return named == null || named.name().isEmpty() ? type.getSimpleName() : named.name();
    }

    @SuppressWarnings("rawtypes") // as springdoc holds them
    private static void complete(Class<?> type, Map<String, Schema> properties) {
        RecordComponent[] components = type.getRecordComponents();
        boolean holes = Arrays.stream(components)
                .anyMatch(component -> component.getName().equals("nonFinite"));
        for (RecordComponent component : components) {
            Schema<?> property = properties.get(component.getName());
            if (property == null) {
                continue;
            }
            AnnotatedType annotated = component.getAnnotatedType();
            elements(annotated, property);
            boolean nullable = isNullable(annotated) && isWrittenWhenNull(component);
            properties.put(component.getName(), nullable || (holes && isReal(annotated)) ? orNull(property) : property);
        }
    }

    private static boolean isWrittenWhenNull(RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include = own != null ? own : component.getDeclaringRecord().getAnnotation(JsonInclude.class);
        return include == null || include.value() == JsonInclude.Include.ALWAYS;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static boolean isReal(AnnotatedType type) {
        return type.getType() instanceof Class<?> plain && REALS.contains(plain);
    }

    /** Completes what arrays, lists and maps hold. */
    private static void elements(AnnotatedType type, Schema<?> schema) {
        AnnotatedType element = switch (type) {
            case AnnotatedArrayType array -> array.getAnnotatedGenericComponentType();
            case AnnotatedParameterizedType generic ->
                generic.getAnnotatedActualTypeArguments()[generic.getAnnotatedActualTypeArguments().length - 1];
            default -> null;
        };
        if (element == null) {
            return;
        }
        if (schema.getItems() != null) {
            schema.setItems(element(element, schema.getItems()));
        } else if (schema.getAdditionalProperties() instanceof Schema<?> values) {
            schema.setAdditionalProperties(element(element, values));
        }
    }

    private static Schema<?> element(AnnotatedType type, Schema<?> schema) {
        elements(type, schema);
        return isNullable(type) || isReal(type) ? orNull(schema) : schema;
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null) {
            Schema<?> nothing = new Schema<>(SpecVersion.V31);
            nothing.addType(NULL);
            return new Schema<>(SpecVersion.V31).anyOf(List.of(schema, nothing));
        }
        if (schema.getTypes() != null) {
            schema.addType(NULL);
            withNull(schema);
        }
        return schema;
    }

    private static <T> void withNull(Schema<T> schema) {
        if (schema.getEnum() != null && !schema.getEnum().contains(null)) {
            List<T> values = new ArrayList<>(schema.getEnum());
            values.add(null);
            schema.setEnum(values);
        }
    }
}
