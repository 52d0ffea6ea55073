package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.ServiceTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A row is changed, or deleted, after a request has looked at it and before it writes. */
@ServiceTest
class RacesHttpTest {

    private static final String SPEC = """
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": []}, "training": {"epochs": 1}}""";

    private static final long UNTIL_IT_WAITS = TimeUnit.MILLISECONDS.toNanos(400);

    private final Service service;
    private final JdbcClient database;
    private final TransactionTemplate transactions;

    @Autowired
    RacesHttpTest(@LocalServerPort int port, JdbcClient database, TransactionTemplate transactions) {
        service = Service.at(port);
        this.database = database;
        this.transactions = transactions;
    }

    private String job() {
        String id = service.submit(SPEC);
        service.awaitSuccess(id);
        return id;
    }

    private String dataset() {
        return service.post("/datasets", "{\"generator\": {\"type\": \"moons\", \"seed\": " + System.nanoTime() + "}}")
                .expect(201)
                .json()
                .get("id")
                .stringValue();
    }

    private String model() {
        return service.job(job()).get("modelId").stringValue();
    }

    private int update(String sql, String id) {
        return database.sql(sql).param("id", id).update();
    }

    /** The answer to a request that comes to a row while somebody has it, who then changes it. */
    private Service.Answer meanwhile(String table, String id, String change, Supplier<Service.Answer> request) {
        return transactions
                .execute(tx -> {
                    database.sql("select 1 from " + table + " where id = :id for update")
                            .param("id", id)
                            .query(Integer.class)
                            .single();
                    CompletableFuture<Service.Answer> answer = CompletableFuture.supplyAsync(request);
                    long deadline = System.nanoTime() + UNTIL_IT_WAITS;
                    while (!answer.isDone() && System.nanoTime() < deadline) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    assertThat(update(change, id)).isEqualTo(1);
                    return answer;
                })
                .join();
    }

    private static String code(Service.Answer refused) {
        return refused.json().get("code").stringValue();
    }

    @Test
    void aPatchLeavesWhatItDoesNotName() {
        String id = job();
        service.send("PATCH", "/jobs/" + id, "{\"notes\": \"kept\"}").expect(200);
        meanwhile(
                        "job",
                        id,
                        "update job set name = 'theirs', tags = '\nx\n' where id = :id",
                        () -> service.send("PATCH", "/jobs/" + id, "{\"priority\": 7}"))
                .expect(200);
        assertThat(service.job(id).get("name").stringValue()).isEqualTo("theirs");
        assertThat(service.job(id).get("tags").toString()).isEqualTo("[\"x\"]");
        assertThat(service.job(id).get("notes").stringValue()).isEqualTo("kept");
        assertThat(service.job(id).get("priority").intValue()).isEqualTo(7);
        service.send("PATCH", "/jobs/" + id, "{\"notes\": null, \"tags\": [\"y\"]}")
                .expect(200);
        assertThat(service.job(id).get("notes").isNull()).isTrue();
        assertThat(service.job(id).get("tags").toString()).isEqualTo("[\"y\"]");
    }

    @Test
    void aJobThatIsDeletedTwiceAtOnceIsNotThereTheSecondTime() {
        String id = job();
        Service.Answer second =
                meanwhile("job", id, "delete from job where id = :id", () -> service.send("DELETE", "/jobs/" + id, ""));
        assertThat(code(second.expect(404))).isEqualTo("NOT_FOUND");
    }

    @Test
    void whatIsDeletedTwiceAtOnceIsNotThereTheSecondTime() {
        String dataset = dataset();
        Service.Answer second = meanwhile(
                "dataset",
                dataset,
                "delete from dataset where id = :id",
                () -> service.send("DELETE", "/datasets/" + dataset, ""));
        assertThat(code(second.expect(404))).isEqualTo("NOT_FOUND");
        String model = model();
        Service.Answer other = meanwhile(
                "model",
                model,
                "delete from model where id = :id",
                () -> service.send("DELETE", "/models/" + model, ""));
        assertThat(code(other.expect(404))).isEqualTo("NOT_FOUND");
    }

    @Test
    void anAliasPointsAtNoModelThatIsDeletedMeanwhile() {
        String model = model();
        Service.Answer alias = meanwhile(
                "model",
                model,
                "delete from model where id = :id",
                () -> service.send("PUT", "/models/" + model + "/aliases/late", ""));
        assertThat(code(alias.expect(404))).isEqualTo("NOT_FOUND");
    }

    @Test
    void aModelThatGetsAnAliasMeanwhileStays() {
        String model = model();
        Service.Answer deletion = meanwhile(
                "model",
                model,
                "insert into model_alias (tenant, name, alias, model_id, moved_at)"
                        + " select tenant, name, 'early' || version, id, current_timestamp from model where id = :id",
                () -> service.send("DELETE", "/models/" + model, ""));
        assertThat(code(deletion.expect(409))).isEqualTo("IN_USE");
    }

    /** A crash between the two would leave rows that nobody deletes any more. */
    @Test
    void aJobStaysWhereItsHistoryCannotBeDeletedWithIt() {
        String id = job();
        database.sql("create table reader (run_no bigint references history_run (run_no))")
                .update();
        try {
            assertThat(update("insert into reader select run_no from history_run where run_id = :id", id))
                    .isEqualTo(1);
            service.send("DELETE", "/jobs/" + id, "").expect(500);
            service.get("/jobs/" + id).expect(200);
            service.get("/jobs/" + id + "/history").expect(200);
        } finally {
            database.sql("drop table reader").update();
        }
        service.send("DELETE", "/jobs/" + id, "").expect(204);
        assertThat(database.sql("select count(*) from history_run where run_id = :id")
                        .param("id", id)
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
