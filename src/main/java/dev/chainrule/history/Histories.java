package dev.chainrule.history;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.fault.FailPoint;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The histories of all runs. A run is written by the attempt with the highest token that has begun; what others write changes
 * nothing.
 */
@Service
public final class Histories {

    private final Tables tables;
    private final TransactionTemplate transactions;
    private final HistoryWriter writer;
    private final Truncation truncation;
    private final RunReader runs;
    private final Charts charts;
    private final LiveFeed feed;
    private final HistoryProperties properties;

    Histories(
            Tables tables,
            TransactionTemplate transactions,
            HistoryWriter writer,
            RunReader runs,
            LiveFeed feed,
            HistoryProperties properties) {
        this.tables = tables;
        this.transactions = transactions;
        this.writer = writer;
        this.truncation = new Truncation(tables);
        this.runs = runs;
        this.charts = new Charts(runs);
        this.feed = feed;
        this.properties = properties;
    }

    /**
     * Gives the run to the attempt with this token.
     *
     * @param runId at most 36 characters
     * @throws StaleRunException where one with a higher token has begun
     */
    public void begin(String runId, long token) {
        tables.runs().begin(runId, token);
    }

    /** Seconds that it takes to keep a number that a run reports, learned from those kept so far. */
    public double secondsPerValue() {
        return writer.secondsPerValue();
    }

    /**
     * The listener that keeps what the attempt reports; close it when the run has ended, before its final state is written.
     *
     * @throws StaleRunException where an attempt with another token has the run
     */
    public RunRecorder record(String runId, long token) {
        RunTable.Run run = tables.runs()
                .find(runId)
                .filter(known -> known.token() == token)
                .orElseGet(() -> {
                    begin(runId, token);
                    return run(runId, token);
                });
        return new RunRecorder(writer, new RunWriter(run, tables, properties.buffer()));
    }

    /**
     * Forgets what was reported after a step: the run goes on from a checkpoint made there. Call it before {@link #record}; 0 forgets
     * everything.
     *
     * @throws StaleRunException where an attempt with another token has the run
     */
    public void truncateAfter(String runId, long token, long step) {
        if (tables.runs().begin(runId, token)) {
            return;
        }
        RunTable.Run run = run(runId, token);
        transactions.executeWithoutResult(tx -> {
            if (!tables.runs().lock(run.runNo(), token)) {
                throw new StaleRunException(runId, token);
            }
            truncation.after(run.runNo(), step);
            FailPoint.INSIDE_TRUNCATION.pass();
        });
        FailPoint.AFTER_TRUNCATION.pass();
        feed.changed(runId);
    }

    private RunTable.Run run(String runId, long token) {
        return tables.runs()
                .find(runId)
                .filter(run -> run.token() == token)
                .orElseThrow(() -> new StaleRunException(runId, token));
    }

    /** Forgets the run. Nothing happens where there is none. */
    public void delete(String runId) {
        transactions.executeWithoutResult(tx -> tables.runs().find(runId).ifPresent(run -> {
            tables.runs().lock(run.runNo(), run.token());
            tables.deleteAll(run.runNo());
        }));
        feed.changed(runId);
    }

    /** The last value of each series, in the order of the plan; empty before the first row. Values may be NaN or infinite. */
    public Map<String, Double> latest(String runId) {
        return runs.read(runId, LayerViews::latest).orElseGet(Map::of);
    }

    /** The first value of a series after a step; NaN where there is none. */
    public double firstAfter(String runId, String series, long step) {
        return runs.read(runId, run -> LayerViews.firstAfter(run, series, step)).orElse(Double.NaN);
    }

    /**
     * Series of a run, reduced to at most so many points.
     *
     * @param series names or patterns, as the history endpoint takes them; empty is all
     * @param maxPoints 1 to 10000
     */
    public Chart chart(String runId, List<String> series, int maxPoints) {
        return charts.chart(runId, ChartQuery.of(series, null, null, maxPoints, "mean"));
    }

    /** What was found about the run, in the order in which it was found. */
    public List<Finding> findings(String runId) {
        return runs.read(runId, run -> run.findings(0)).orElseGet(List::of);
    }
}
