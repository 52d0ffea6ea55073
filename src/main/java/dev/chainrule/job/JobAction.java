package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a caller may do with a job, beside reading it. */
public enum JobAction {
    CANCEL,
    PAUSE,
    RESUME,
    FORK,
    DELETE;

    /** The public name, lower case. */
    @JsonValue
    public String publicName() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean allowedIn(JobState state) {
        return switch (this) {
            case CANCEL -> !state.terminal();
            case PAUSE -> state == JobState.QUEUED || state == JobState.RUNNING || state == JobState.PAUSING;
            case RESUME -> state == JobState.PAUSED;
            case FORK -> true;
            case DELETE -> state.terminal();
        };
    }

    static List<JobAction> allowed(JobState state) {
        return Arrays.stream(values()).filter(a -> a.allowedIn(state)).toList();
    }
}
