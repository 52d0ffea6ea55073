package dev.chainrule.history;

import java.util.List;
import java.util.Optional;

/** What this room asks of the room that owns the runs. A run's id is the job's. */
public interface RunStatus {

    /**
     * The run as it stands, whoever asks; empty where there is none. Called on threads of this room's own, several times a second while
     * somebody follows the run: cheap, and without the caller's security context.
     */
    Optional<Snapshot> find(String runId);

    /** Whether the caller of the current request may see the run. Called on the request's thread, before anything is said. */
    default boolean visible(String runId) {
        return find(runId).isPresent();
    }

    /** Ids of the newest runs that the caller of the current request may see, the newest first. */
    List<String> newest(int most);

    /**
     * @param state public name, e.g. RUNNING
     * @param terminal whether it stays for ever; all the run reported must be durable by then (close the recorder first)
     * @param version rises with each change that followers should hear of as an event {@code state}
     * @param job the data of that event, as the service's JSON mapper writes it
     * @param progress the data of the event {@code progress}, likewise; told again when its JSON changes
     */
    record Snapshot(String state, boolean terminal, long version, Object job, Object progress) {}
}
