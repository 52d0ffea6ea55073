package dev.chainrule.access;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests are served at a time. More than these only take processor time from each other; so they wait, and whoever would
 * wait longer than it takes to ask again is told so at once.
 *
 * @param atWork requests to the API served at a time; null is sixteen for each processor
 * @param waiting requests that wait for those; each holds one of the server's 200 threads
 * @param longestWait after which one is refused
 */
record Crowd(
        @Nullable Integer atWork,
        @DefaultValue("100") int waiting,
        @DefaultValue("500ms") Duration longestWait) {
    Crowd {
        if (atWork != null && atWork < 1 || waiting < 0) {
            throw new IllegalArgumentException(
                    "chainrule.access.crowd.at-work must be 1 or more, chainrule.access.crowd.waiting 0 or more");
        }
    }

    int places() {
        return atWork == null ? 16 * Runtime.getRuntime().availableProcessors() : atWork;
    }
}
