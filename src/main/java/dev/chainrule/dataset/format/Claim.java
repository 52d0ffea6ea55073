package dev.chainrule.dataset.format;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a file is said to be.
 *
 * @param fileName as the client names it, null where it does not
 * @param mediaType of the body or the part, null where it is not given
 */
public record Claim(@Nullable String fileName, @Nullable String mediaType) {

    /** Whether the name ends so, an added .gz not counted. */
    boolean hasExtension(String... extensions) {
        if (fileName == null) {
            return false;
        }
        String name = fileName.toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        for (String extension : extensions) {
            if (plain.endsWith(extension)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is declared as JSON. */
    public boolean isJson() {
        return hasType("application/json");
    }

    /** Whether it is declared as this media type. */
    boolean hasType(String type) {
        return mediaType != null && mediaType.toLowerCase(Locale.ROOT).startsWith(type);
    }
}
