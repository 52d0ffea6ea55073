package dev.chainrule.history;

import dev.chainrule.history.RunFrame.Rows;
import dev.chainrule.history.RunFrame.Started;
import dev.chainrule.history.RunReader.OpenRun;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Takes frames of runs. */
@Component
final class RunFrames {

    private final Runs known;
    private final RunReader runs;
    private final JsonMapper json;

    RunFrames(Runs known, RunReader runs, JsonMapper json) {
        this.known = known;
        this.runs = runs;
        this.json = json;
    }

    /**
     * The run as it stands; empty where there is none. The state is read first: where that is terminal, the rows are all there are.
     */
    Optional<RunFrame> of(String runId, long serial) {
        return known.find(runId)
                .map(now -> new RunFrame(
                        serial,
                        now.state(),
                        now.version(),
                        now.terminal(),
                        json.writeValueAsString(now.job()),
                        json.writeValueAsString(now.progress()),
                        runs.read(runId, this::started).orElse(null)));
    }

    private Started started(OpenRun run) {
        List<Rows> rows = run.groups().stream()
                .map(group -> new Rows(group.rowCount(), group.everCount()))
                .toList();
        List<String> findings =
                run.findings(0).stream().map(json::writeValueAsString).toList();
        return new Started(run.run(), run.plan(), rows, findings);
    }
}
