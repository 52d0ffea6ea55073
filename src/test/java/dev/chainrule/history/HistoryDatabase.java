package dev.chainrule.history;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.SeriesGroup.Series;
import dev.chainrule.engine.train.TrainingListener.LayerInfo;
import dev.chainrule.engine.train.TrainingListener.RunPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** This room without Spring, on a database of its own. Closing it stops the writer. */
final class HistoryDatabase implements AutoCloseable {

    final JdbcTemplate jdbc;
    final TransactionTemplate transactions;
    final Tables tables;
    final LiveFeed feed;
    final FakeStatus status = new FakeStatus();
    final HistoryProperties properties;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final HistoryWriter writer;
    final RunReader runs;
    final Histories histories;

    HistoryDatabase(DataSource source, HistoryProperties properties) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        this.properties = properties;
        jdbc = new JdbcTemplate(source);
        JdbcTransactionManager manager = new JdbcTransactionManager(source);
        transactions = new TransactionTemplate(manager);
        JdbcClient client = JdbcClient.create(source);
        tables = new Tables(
                new RunTable(client, transactions),
                new ChunkTable(jdbc),
                new HistogramTable(jdbc),
                new FindingTable(client));
        runs = new RunReader(tables, manager);
        feed = new LiveFeed(
                new RunFrames(new Runs(status.provider()), runs, JsonMapper.shared()), properties, "jdbc:h2:");
        writer = new HistoryWriter(transactions, feed, properties, meters);
        histories = new Histories(tables, transactions, writer, runs, feed, properties);
        writer.start();
    }

    static DataSource h2(String url) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
        pool.setMaxConnections(32);
        return pool;
    }

    static HistoryDatabase inMemory() {
        return new HistoryDatabase(
                h2("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000"), quick());
    }

    /** Short periods, so that tests wait little. */
    static HistoryProperties quick() {
        return new HistoryProperties(
                Duration.ofMillis(10), 1 << 14, Duration.ofSeconds(30), Duration.ofMillis(200), 100);
    }

    static SeriesGroup group(String name, int series) {
        return new SeriesGroup(
                name,
                IntStream.range(0, series)
                        .mapToObj(s -> new Series(name + ".series" + s, "1", null))
                        .toList());
    }

    static RunPlan plan(SeriesGroup... groups) {
        return new RunPlan(
                List.of(groups), 1_000_000, 100, 10_000, List.of(new LayerInfo("layer1", "dense", 4, 16, 80)));
    }

    long runNo(String runId) {
        return tables.runs().find(runId).orElseThrow().runNo();
    }

    long rows(String runId, int group) {
        return tables.runs().groups(runNo(runId)).get(group).rowCount();
    }

    /** A run's rows of one of this room's tables, named without its prefix. */
    int count(String table, long runNo) {
        return JdbcClient.create(jdbc)
                .sql("select count(*) from history_" + table + " where run_no = :runNo")
                .param("runNo", runNo)
                .query(Integer.class)
                .single();
    }

    /** All values of a column as they stand in the database. */
    double[] column(String runId, int group, int column) {
        return transactions.execute(tx -> {
            long rows = rows(runId, group);
            return new GroupReader(tables.chunks(), new GroupKey(runNo(runId), group), rows, rows)
                    .values(column, 0, rows);
        });
    }

    @Override
    public void close() {
        writer.stop();
    }
}
