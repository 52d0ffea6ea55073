package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.storage.Asked;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** How the database finds jobs for whoever sees everything. */
class JobPlansTest {

    private final Asked asked =
            new Asked(JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final JobDatabase database = new JobDatabase(asked);

    private List<String> page(String order) {
        JobList jobs = new JobList(database.jdbc);
        String token =
                jobs.page(JobList.Query.of(null, null, null, order, 1, null)).nextPageToken();
        asked.plans();
        jobs.page(JobList.Query.of(null, null, null, order, 1, token));
        return asked.plans();
    }

    @Test
    void aPageDoesNotReadTheNewerJobsAgain() {
        database.submit();
        database.submit();
        for (String order : List.of("createdAt desc", "createdAt")) {
            assertThat(page(order))
                    .as(order)
                    .singleElement()
                    .asString()
                    .containsPattern(": SUBMISSION [<>] ")
                    .contains("/* index sorted */");
        }
    }

    @Test
    void whoNeedsADatasetOrAModelIsLookedForAmongTheJobsThatHaveNotEnded() {
        asked.plans();
        assertThat(database.table.unfinishedJobsOf("data").count()).isZero();
        assertThat(database.table.unfinishedJobsFrom("model").count()).isZero();
        assertThat(asked.plans()).hasSize(2).allSatisfy(plan -> assertThat(plan).contains("JOB_QUEUE: STATE IN("));
    }
}
