package dev.chainrule.job;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of jobs, and the classes that write to it, without Spring. */
final class JobDatabase {

    final DataSource source;
    final JdbcClient jdbc;
    final TransactionTemplate transactions;
    final JobStateTable states;
    final JobQueue queue;
    final LeasedWrites writes;
    final JobTable table;
    /** Jobs whose followers would have been told. */
    final Queue<String> news = new ConcurrentLinkedQueue<>();

    JobDatabase(DataSource source) {
        this.source = source;
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        jdbc = JdbcClient.create(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        states = new JobStateTable(jdbc, transactions, news::add);
        queue = new JobQueue(jdbc, transactions, states, JobProperties.defaults());
        writes = new LeasedWrites(jdbc, states, news::add, JobProperties.defaults());
        table = new JobTable(jdbc, transactions, states);
    }

    static JobDatabase h2() {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000", "sa", "");
        pool.setMaxConnections(32);
        return new JobDatabase(pool);
    }

    /** Submits a job of the given priority and size. */
    String submit(int priority, long bytes) {
        return insert(request(priority, bytes, null, "0".repeat(64))).id();
    }

    String submit() {
        return submit(0, 1);
    }

    /** A job that needs nothing. */
    JobRow insert(JobTable.NewJob job) {
        return table.insert(job, () -> {});
    }

    static JobTable.NewJob request(
            int priority, long bytes, @org.jspecify.annotations.Nullable String key, String hash) {
        return new JobTable.NewJob(
                "test", List.of("unit"), priority, "{}", null, null, null, "dataset-1", bytes, key, hash);
    }

    JobQueue.Claim claim(String owner) {
        return queue.claim(owner, Long.MAX_VALUE, Long.MAX_VALUE).orElseThrow();
    }

    JobState stateOf(String id) {
        return table.find(id).orElseThrow().state();
    }

    List<JobTable.Transition> transitions(String id) {
        return table.transitions(List.of(id)).getOrDefault(id, List.of());
    }

    /** Lets the lease of a job run out by the database's clock. */
    void expire(String id) {
        jdbc.sql("update job set lease_until = current_timestamp - interval '1' second where id = :id")
                .param("id", id)
                .update();
    }

    /** Polls until the condition holds. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    void awaitState(String id, JobState state) {
        await(id + " becomes " + state, () -> stateOf(id) == state);
    }

    /** Puts a job into a state by force. */
    void force(String id, JobState state) {
        jdbc.sql(
                        "update job set state = :state, owner = :owner, token = 7, lease_until = current_timestamp + interval '1'"
                                + " hour where id = :id")
                .param("state", state.name())
                .param("owner", state.leased() ? "somebody" : null)
                .param("id", id)
                .update();
    }

    static final Duration PATIENCE = Duration.ofSeconds(120);
}
