package dev.chainrule.web;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every family and record that a request may hold, by public name: found by following the fields from the requests. */
final class Catalog {

    private final Map<String, Class<?>> requests = new LinkedHashMap<>();
    private final Map<String, Family> families = new TreeMap<>();
    private final Map<String, Member> records = new TreeMap<>();

    /**
     * @param roots families and records to list in any case
     * @throws IllegalStateException if two types have one public name
     */
    Catalog(List<Class<?>> roots, List<CatalogSource> sources) {
        roots.forEach(this::add);
        for (CatalogSource source : sources) {
            source.requests().forEach(this::addRequest);
            source.families().forEach(this::addRequest);
        }
    }

    private void addRequest(String name, Class<?> type) {
        requests.put(name, type);
        add(type);
    }

    /** Families by name. */
    Map<String, Family> families() {
        return families;
    }

    /** Records by name, without the members of families. */
    Map<String, Member> records() {
        return records;
    }

    /** The record or family of a request by the name of its schema. */
    Optional<Class<?>> request(String name) {
        return Optional.ofNullable(requests.get(name));
    }

    /** The name of a family or record: {@link Named}, or its own without Spec, Request or Use, in camelCase. */
    static String nameOf(Class<?> type) {
        Named named = type.getAnnotation(Named.class);
        if (named != null) {
            return named.value();
        }
        String name = type.getSimpleName().replaceFirst("(?<=.)(Spec|Request|Use)$", "");
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private void add(Class<?> type) {
        String name = nameOf(type);
        if (type.isRecord()) {
            Member member = Member.of(type.asSubclass(Record.class));
            Member old = records.put(name, member);
            unique(name, old == null ? null : old.type(), type, families.containsKey(name));
            if (old == null) {
                member.fields().forEach(this::addField);
            }
            return;
        }
        Family family = Family.of(type);
        Family old = families.put(name, family);
        unique(name, old == null ? null : old.type(), type, records.containsKey(name));
        if (old == null) {
            family.members().forEach(member -> member.fields().forEach(this::addField));
        }
    }

    private static void unique(String name, @Nullable Class<?> old, Class<?> type, boolean other) {
        if (other || (old != null && old != type)) {
            throw new IllegalStateException("two described types are named " + name + ", one is " + type);
        }
    }

    private void addField(Field field) {
        addShape(field.shape());
    }

    private void addShape(Shape shape) {
        switch (shape) {
            case Shape.OneOf oneOf -> add(oneOf.family());
            case Shape.Group group -> add(group.type());
            case Shape.Sequence list -> addShape(list.element());
            case Shape.Mapping map -> addShape(map.value());
            default -> {}
        }
    }
}
