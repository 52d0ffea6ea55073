package dev.chainrule.dataset.table;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words for true and false. */
public final class Booleans {

    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n");

    private Booleans() {}

    /** The truth value of a word in any case, null where it is none. */
    public static @Nullable Boolean of(String word) {
        if (word.length() > 7) {
            return null;
        }
        String plain = word.strip().toLowerCase(Locale.ROOT);
        return TRUE.contains(plain) ? Boolean.TRUE : FALSE.contains(plain) ? Boolean.FALSE : null;
    }
}
