package dev.chainrule.engine.array;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Bytes off the heap that an object of ours holds, found by walking through its fields; memory seen by several views counts once. */
public final class Footprint {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Long, Long> bytesAt = new java.util.HashMap<>();

    private Footprint() {}

    /** Bytes that an object holds, without those that other objects hold too. */
    public static long of(Object object, Object... except) {
        Footprint whole = new Footprint();
        Footprint not = new Footprint();
        for (Object other : except) {
            not.visit(other);
        }
        whole.visit(object);
        whole.bytesAt.keySet().removeAll(not.bytesAt.keySet());
        return whole.bytesAt.values().stream().mapToLong(Long::longValue).sum();
    }

    private void visit(@Nullable Object object) {
        if (object == null || !seen.add(object)) {
            return;
        }
        if (object instanceof INDArray array) {
            count(array.data());
        } else if (object instanceof Iterable<?> many) {
            many.forEach(this::visit);
        } else if (object instanceof Object[] many) {
            for (int i = 0; i < many.length; i++) {
                visit(Array.get(many, i));
            }
        } else if (object.getClass().getName().startsWith("dev.chainrule") && !(object instanceof Enum)) {
            for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
                fields(object, type);
            }
        }
    }

    private void count(DataBuffer view) {
        DataBuffer root = view.originalDataBuffer() == null ? view : view.originalDataBuffer();
        bytesAt.merge(root.address(), root.length() * root.getElementSize(), Math::max);
    }

    private void fields(Object object, Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                try {
                    field.setAccessible(true);
                    visit(field.get(object));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
