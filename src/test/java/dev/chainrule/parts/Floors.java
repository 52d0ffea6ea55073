package dev.chainrule.parts;

import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checked-in list of versions that may not be undercut, of parts that may not be there, and of known faults that are accepted. */
final class Floors {

    private static final Pattern LINE = Pattern.compile("(\\S+) (?:(>=|=) (\\S+)|(absent)) +(\\S.*)");
    private static final Pattern JAR = Pattern.compile("(.+?)-([0-9].*)\\.jar");

    /** One line: {@code version} is that of {@code >=} and {@code =}. */
    private record Rule(String part, String relation, Optional<Version> version) {

        static Rule of(String line) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException("not understood: " + line);
            }
            return parts.group(4) != null
                    ? new Rule(parts.group(1), "absent", Optional.empty())
                    : new Rule(parts.group(1), parts.group(2), Optional.of(Version.parse(parts.group(3))));
        }
    }

    /** A jar by its file's name. */
    private record Jar(String part, Version version) {

        static Optional<Jar> of(String file) {
            Matcher parts = JAR.matcher(file);
            return parts.matches()
                    ? Optional.of(new Jar(parts.group(1), Version.parse(parts.group(2))))
                    : Optional.empty();
        }
    }

    private final List<Rule> rules;

    Floors(List<String> lines) {
        rules = lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Rule::of)
                .toList();
    }

    private static int major(Version version) {
        return Integer.parseInt(version.toString().split("[^0-9]", 2)[0]);
    }

    /** What is wrong with these jars, and which rules speak of none of them. */
    List<String> faults(List<String> files) {
        List<Jar> jars =
                files.stream().map(Jar::of).flatMap(Optional::stream).distinct().toList();
        List<String> faults = new ArrayList<>();
        for (Jar jar : jars) {
            List<Rule> about = rules.stream()
                    .filter(rule -> rule.part().equals(jar.part()))
                    .toList();
            about.stream()
                    .filter(rule -> rule.relation().equals("absent"))
                    .forEach(rule -> faults.add(jar.part() + " is there"));
            about.stream()
                    .filter(rule -> rule.relation().equals("="))
                    .filter(rule -> !rule.version().orElseThrow().equals(jar.version()))
                    .forEach(rule -> faults.add(jar.part() + " " + jar.version() + " is not the accepted version"));
            List<Version> floors = about.stream()
                    .filter(rule -> rule.relation().equals(">="))
                    .map(rule -> rule.version().orElseThrow())
                    .toList();
            if (!floors.isEmpty() && jar.version().compareTo(floor(floors, jar.version())) < 0) {
                faults.add(jar.part() + " " + jar.version() + " is older than " + floor(floors, jar.version()));
            }
        }
        rules.stream()
                .filter(rule -> !rule.relation().equals("absent"))
                .filter(rule -> jars.stream().noneMatch(jar -> jar.part().equals(rule.part())))
                .forEach(rule -> faults.add(rule.part() + " has a line and is not there"));
        return faults;
    }

    /** The floor of the version's own line; the lowest where it is older than any line. */
    private static Version floor(List<Version> floors, Version version) {
        List<Version> sorted = floors.stream().sorted().toList();
        return sorted.stream()
                .filter(floor -> major(floor) <= major(version))
                .max(Comparator.naturalOrder())
                .orElse(sorted.getFirst());
    }
}
