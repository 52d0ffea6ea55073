package dev.chainrule.parts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The checked-in list of every jar there may be: lines as {@code sha256sum} writes them. */
final class Lock {

    /** Natives of other machines than the one the list was written on are held by their version alone. */
    private static final Pattern NATIVE =
            Pattern.compile("(.+)-(?:linux-x86_64|linux-arm64|macosx-x86_64|macosx-arm64|windows-x86_64)\\.jar");

    private final Map<String, String> digests = new HashMap<>();

    Lock(List<String> lines) {
        for (String line : lines) {
            if (!line.matches("[0-9a-f]{64}  \\S+\\.jar")) {
                throw new IllegalArgumentException("no line of sha256sum: " + line);
            }
            digests.put(line.substring(66), line.substring(0, 64));
        }
    }

    int size() {
        return digests.size();
    }

    /** What is wrong with these jars: digests by file name. */
    List<String> faults(Map<String, String> jars) {
        List<String> faults = new ArrayList<>();
        jars.forEach((name, sha256) -> {
            String locked = digests.get(name);
            if (locked == null && !isNativeOfALockedPart(name)) {
                faults.add(name + " is new");
            } else if (locked != null && !locked.equals(sha256)) {
                faults.add(name + " is another file of the same name");
            }
        });
        return faults;
    }

    private boolean isNativeOfALockedPart(String name) {
        var parts = NATIVE.matcher(name);
        return parts.matches() && digests.containsKey(parts.group(1) + ".jar");
    }
}
