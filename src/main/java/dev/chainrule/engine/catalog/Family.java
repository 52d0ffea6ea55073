package dev.chainrule.engine.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sealed interface and its records. Members are found through {@code getPermittedSubclasses()}: a new one joins by
 * standing on the {@code permits} line (or in the same file).
 *
 * @param type the sealed interface
 * @param members in order of declaration; nested sealed interfaces are opened
 */
public record Family(Class<?> type, List<Member> members) {

    private static final ClassValue<Family> FAMILIES = new ClassValue<>() {
        @Override
        protected Family computeValue(Class<?> type) {
            if (!type.isSealed()) {
                throw new IllegalArgumentException(type + " is not sealed");
            }
            return new Family(type, membersOf(type));
        }
    };

    /** Describes the family of a sealed interface; computed once. */
    public static Family of(Class<?> type) {
        return FAMILIES.get(type);
    }

    private static List<Member> membersOf(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(sub -> sub.isRecord()
                        ? List.of(Member.of(sub.asSubclass(Record.class))).stream()
                        : membersOf(sub).stream())
                .toList();
    }

    /** The member of this public name. */
    public Optional<Member> member(String name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return members.stream().map(Member::name).toList();
    }
}
