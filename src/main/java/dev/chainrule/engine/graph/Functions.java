package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Member;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The functions that an expression may call: every operation of the family that is not a leaf. */
public final class Functions {

    /** Other names, and the names of operations that are chosen by their number of arguments. */
    private static final Map<String, String> ALIASES =
            Map.of("ln", "log", "pow", "power", "max/1", "largest", "min/1", "smallest");

    private static final Map<String, Operation> BY_NAME = new TreeMap<>();

    static {
        Family.of(Operation.class).members().stream()
                .filter(m -> m.fields().isEmpty())
                .map(Functions::create)
                .forEach(op -> BY_NAME.put(op.name(), op));
    }

    private Functions() {}

    private static Operation create(Member member) {
        return (Operation) member.create(new Object[0]);
    }

    /** Whether a function has this name, with any number of arguments. */
    public static boolean known(String name) {
        return BY_NAME.containsKey(name) || ALIASES.containsKey(name);
    }

    /** All names a caller may write. */
    public static List<String> names() {
        return Stream.concat(
                        BY_NAME.keySet().stream(), ALIASES.keySet().stream().filter(a -> !a.contains("/")))
                .sorted()
                .toList();
    }

    /** Every operation that is not a leaf. */
    public static List<Operation> operations() {
        return List.copyOf(BY_NAME.values());
    }

    /** The operation behind a name, for this many arguments. */
    static Optional<Operation> find(String name, int arguments) {
        String chosen = ALIASES.getOrDefault(name + "/" + arguments, ALIASES.getOrDefault(name, name));
        return Optional.ofNullable(BY_NAME.get(chosen));
    }
}
