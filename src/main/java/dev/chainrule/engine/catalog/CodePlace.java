package dev.chainrule.engine.catalog;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something is computed: a source file, from the project's root, a method in it and a line. Looked up in the running classes, so
 * that it cannot name what is not there.
 *
 * @param file {@code src/main/java/dev/chainrule/engine/network/DenseLayer.java}
 * @param method {@code DenseLayer.forward}
 * @param line from 1; 0 where the classes were compiled without lines
 */
public record CodePlace(String file, String method, int line) {

    private static final String SOURCES = "src/main/java/";

    /**
     * The method that runs when a worker's method of this name is called.
     *
     * @throws IllegalArgumentException where its class has none
     */
    public static CodePlace of(Object worker, String method) {
        return of(worker.getClass(), method);
    }

    /** The same, at the line where the method calls another one; where it does not, at its first. */
    public static CodePlace of(Object worker, String method, String call) {
        return of(worker.getClass(), method, call);
    }

    /** The same for a class. */
    public static CodePlace of(Class<?> worker, String method, String call) {
        return at(worker, method, call);
    }

    /** The same for a class. */
    public static CodePlace of(Class<?> worker, String method) {
        return at(worker, method, null);
    }

    private static CodePlace at(Class<?> worker, String method, @Nullable String call) {
        Class<?> type = declaring(worker, method);
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        String name = type.getName().substring(type.getPackageName().length() + 1);
        return new CodePlace(
                SOURCES + outermost.getName().replace('.', '/') + ".java",
                name.replace('$', '.') + "." + method,
                SourceLines.of(type, method, call));
    }

    /** The nearest class or interface that has a body for the method. */
    private static Class<?> declaring(Class<?> worker, String method) {
        Deque<Class<?>> open = new ArrayDeque<>(List.of(worker));
        while (!open.isEmpty()) {
            Class<?> type = open.poll();
            if (Arrays.stream(type.getDeclaredMethods()).anyMatch(m -> hasBody(m, method))) {
                return type;
            }
            if (type.getSuperclass() != null) {
                open.add(type.getSuperclass());
            }
            open.addAll(List.of(type.getInterfaces()));
        }
        throw new IllegalArgumentException(worker + " has no method " + method);
    }

    private static boolean hasBody(Method candidate, String name) {
        return candidate.getName().equals(name) && !Modifier.isAbstract(candidate.getModifiers());
    }
}
