package dev.chainrule.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** Runs without a room of jobs: a test says how they stand. */
final class FakeStatus implements RunStatus {

    private final Map<String, Snapshot> runs = new ConcurrentHashMap<>();

    /** The run is in a state now, and has made so many steps. */
    void set(String runId, String state, long version, long step) {
        boolean terminal = state.equals("SUCCEEDED") || state.equals("FAILED");
        runs.put(
                runId,
                new Snapshot(state, terminal, version, Map.of("id", runId, "state", state), Map.of("step", step)));
    }

    void remove(String runId) {
        runs.remove(runId);
    }

    @Override
    public Optional<Snapshot> find(String runId) {
        return Optional.ofNullable(runs.get(runId));
    }

    /** In no order of time: the fake knows none. */
    @Override
    public List<String> newest(int most) {
        return runs.keySet().stream().limit(most).toList();
    }

    ObjectProvider<RunStatus> provider() {
        return new StaticListableBeanFactory(Map.of("status", this)).getBeanProvider(RunStatus.class);
    }
}
