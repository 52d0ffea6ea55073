package dev.chainrule.history;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Tells those who follow runs that there is news. */
@Component
public final class LiveFeed {

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** A run's state or progress, or what it reports, has changed durably: call it after the commit. Cheap, any thread. */
    public void changed(String runId) {
        for (Consumer<String> listener : listeners) {
            listener.accept(runId);
        }
    }

    void listen(Consumer<String> listener) {
        listeners.add(listener);
    }
}
