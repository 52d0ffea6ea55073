package dev.chainrule.job;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an owner may say about a job at any time, without touching its training. */
@Help("What an owner may say about a job at any time.")
record JobDescription(
        @Help("Shown in lists.") String name,
        @Help("Labels to find it by.") @Default("[]") List<String> tags,
        @Help("Free text.") @Nullable String notes,

        @Help("Higher runs earlier.") @Default("0") @Range(min = -100, max = 100)
        int priority) {

    static final int LONGEST_NAME = 200;
    static final int LONGEST_TAG = 50;
    static final int MOST_TAGS = 20;
    static final int LONGEST_NOTES = 20_000;

    JobDescription {
        checkName(name);
        checkTags(tags);
        if (notes != null && notes.length() > LONGEST_NOTES) {
            throw new IllegalArgumentException(
                    "notes must have at most " + LONGEST_NOTES + " characters, had " + notes.length());
        }
        tags = List.copyOf(tags);
        Member.check(JobDescription.class, name, tags, notes, priority);
    }

    static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || hasControl(name)) {
            throw new IllegalArgumentException(
                    "name must have 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
    }

    static void checkTags(List<String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw new IllegalArgumentException("tags must be at most " + MOST_TAGS + ", were " + tags.size());
        }
        for (String tag : tags) {
            if (tag.isBlank() || tag.length() > LONGEST_TAG || hasControl(tag)) {
                throw new IllegalArgumentException(
                        "a tag must have 1 to " + LONGEST_TAG + " characters, none of them a control character");
            }
        }
    }

    /** A control character, or half of a character: no database keeps one as it is. */
    private static boolean hasControl(String text) {
        return text.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }
}
