package dev.chainrule.engine.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the source, read from the line tables of the running classes: they are those of the source that was compiled, and move with
 * it.
 */
final class SourceLines {

    private static final Map<Wanted, Integer> KNOWN = new ConcurrentHashMap<>();

    private SourceLines() {}

    private record Wanted(
            Class<?> type, String method, @Nullable String call) {}

    /**
     * A line of a method.
     *
     * @param call name of a method that it calls: the line of the first such call; null, or where it makes none, the method's first line
     * @return 0 where the class was compiled without lines
     */
    static int of(Class<?> type, String method, @Nullable String call) {
        return KNOWN.computeIfAbsent(new Wanted(type, method, call), SourceLines::find);
    }

    private static int find(Wanted wanted) {
        ClassModel model = ClassFile.of().parse(bytes(wanted.type()));
        int first = 0;
        for (MethodModel method : model.methods()) {
            if (!method.methodName().equalsString(wanted.method())
                    || method.code().isEmpty()) {
                continue;
            }
            int line = 0;
            int least = Integer.MAX_VALUE;
            for (CodeElement element : method.code().get()) {
                if (element instanceof LineNumber number) {
                    line = number.line();
                    least = Math.min(least, line);
                } else if (element instanceof InvokeInstruction invoke
                        && invoke.name().stringValue().equals(wanted.call())) {
                    return line;
                }
            }
            first = first == 0 && least < Integer.MAX_VALUE ? least : first;
        }
        return first;
    }

    private static byte[] bytes(Class<?> type) {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + type);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
