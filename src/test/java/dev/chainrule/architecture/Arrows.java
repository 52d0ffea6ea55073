package dev.chainrule.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which room may import which. An arrow that is not here is forbidden; a package that is not here is no room.
 * {@code engine.catalog} holds annotations that any room's records may wear.
 */
public final class Arrows {

    private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

    private static final Set<String> ENGINE = Set.of(
            "engine.catalog",
            "engine.array",
            "engine.network",
            "engine.graph",
            "engine.optimize",
            "engine.solve",
            "engine.diagnose",
            "engine.train");

    static {
        room("engine.catalog");
        room("engine.array");
        room("engine.graph", "engine.array");
        room("engine.network", "engine.array");
        room("engine.optimize", "engine.array");
        room("engine.solve", "engine.array", "engine.optimize");
        room("engine.diagnose", "engine.array", "engine.network");
        room("engine.train", ENGINE.toArray(String[]::new));
        room("web", ENGINE.toArray(String[]::new));
        room("fault");
        room("access", "web");
        room("storage", "web");
        room("dataset.table", "web");
        room("dataset.generate", "dataset.table");
        room("dataset.format", "dataset.table", "storage", "web");
        room(
                "dataset",
                "dataset.table",
                "dataset.generate",
                "dataset.format",
                "engine.train",
                "storage",
                "web",
                "access");
        // A listener hears findings, which are engine.diagnose's.
        room("history", "engine.train", "engine.diagnose", "web", "access");
        room("model", "engine.train", "engine.network", "dataset", "storage", "web", "access");
        // A job's request holds layers and a loss, which are engine.network's.
        room(
                "job",
                "dataset",
                "history",
                "model",
                "engine.train",
                "engine.network",
                "engine.diagnose",
                "storage",
                "web",
                "access");
        room("analysis", "job", "dataset", "model", "history", "web", "access");
        ALLOWED.get("analysis").addAll(ENGINE);
        // Where a crash test may let the process die.
        for (String mortal : List.of("storage", "dataset", "history", "job")) {
            ALLOWED.get(mortal).add("fault");
        }
        // What a dataset is made of and made by is part of what its room says to others.
        for (String reader : List.of("model", "job", "analysis")) {
            ALLOWED.get(reader).addAll(List.of("dataset.table", "dataset.generate"));
        }
    }

    private final String root;

    /**
     * @param root package above the rooms
     */
    public Arrows(String root) {
        this.root = root;
    }

    private static void room(String name, String... others) {
        Set<String> allowed = new TreeSet<>(List.of(others));
        allowed.add(name);
        allowed.add("engine.catalog");
        ALLOWED.put(name, allowed);
    }

    public static Set<String> rooms() {
        return ALLOWED.keySet();
    }

    /** Every class is in a room or at the door, and looks only where its room may look. */
    public ArchRule rule() {
        return ArchRuleDefinition.classes().should(new ArchCondition<JavaClass>("follow the arrows") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                checkRoom(origin, events);
            }
        });
    }

    private void checkRoom(JavaClass origin, ConditionEvents events) {
        String room = roomOf(origin);
        if (room.isEmpty()) {
            return;
        }
        Set<String> allowed = ALLOWED.get(room);
        if (allowed == null) {
            events.add(SimpleConditionEvent.violated(origin, origin.getName() + " is in no room"));
            return;
        }
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (target.getPackageName().startsWith(root) && !allowed.contains(roomOf(target))) {
                events.add(SimpleConditionEvent.violated(
                        origin, room + " -> " + roomOf(target) + ": " + dependency.getDescription()));
            }
        }
    }

    /** The room a class is in, which may have closets: {@code dataset.format} is part of {@code dataset}. */
    private String roomOf(JavaClass type) {
        String name = type.getPackageName();
        String below = name.equals(root) ? "" : name.substring(root.length() + 1);
        return ALLOWED.keySet().stream()
                .filter(room -> below.equals(room) || below.startsWith(room + "."))
                .findFirst()
                .orElse(below);
    }
}
