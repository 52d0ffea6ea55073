package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.ServiceTest;
import dev.chainrule.model.onnx.Perceptron;
import dev.chainrule.storage.Asked;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.Quota;
import dev.chainrule.storage.RowHolds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** How models are kept and found, beneath the requests. */
@ServiceTest
class ModelStoreTest {

    private final ModelRows rows;
    private final Models models;
    private final FileStore files;
    private final RowHolds holds;
    private final Quota quota;
    private final PlatformTransactionManager transactions;
    private final JsonMapper json;

    private final Path folder;
    private final Asked asked;
    private final ModelNames names;

    @Autowired
    ModelStoreTest(
            ModelRows rows,
            Models models,
            FileStore files,
            RowHolds holds,
            Quota quota,
            PlatformTransactionManager transactions,
            JsonMapper json,
            DataSource source,
            @Value("${chainrule.data-dir}") Path folder) {
        this.folder = folder;
        this.rows = rows;
        this.models = models;
        this.files = files;
        this.holds = holds;
        this.quota = quota;
        this.transactions = transactions;
        this.json = json;

        asked = new Asked(source);
        names = new ModelNames(
                JdbcClient.create(asked), new TransactionTemplate(transactions), holds, Clock.systemUTC());
    }

    /** Imports a model by a manager of transactions of its own. */
    private String imported(String name, PlatformTransactionManager manager) throws IOException {
        byte[] file = new Perceptron(4, true, 7).gemm(3).op("Softmax").file();
        return new ModelImports(models, quota, new TransactionTemplate(manager), json, Clock.systemUTC())
                .onnx(file, new ImportNames(name, null, null, null));
    }

    private static String unique(String name) {
        return name + System.nanoTime();
    }

    @Test
    void aModelIsFoundByItsIdWithoutAQuestionForItsName() throws IOException {
        String name = unique("plain");
        String id = imported(name, transactions);
        Models counted = new Models(rows, names, files, quota, holds, new TransactionTemplate(transactions), json);
        assertThat(counted.find(id)).isPresent();
        assertThat(counted.find("nobody")).isEmpty();
        assertThat(asked.plans()).isEmpty();
        assertThat(counted.find(name + "@1").orElseThrow().id()).isEqualTo(id);
        assertThat(asked.plans()).hasSize(1);
    }

    @Test
    void theAliasesOfAPageAreAskedForOnce() throws IOException {
        String name = unique("paged");
        List<String> ids =
                List.of(imported(name, transactions), imported(name, transactions), imported(name, transactions));
        names.move("", name, "best", ids.get(0));
        names.move("", name, "champion", ids.get(0));
        names.move("", name, "next", ids.get(2));
        asked.plans();
        ModelPages pages = new ModelPages(rows, names, json);
        assertThat(pages.page(name, 10, null).items())
                .extracting(ModelView::aliases)
                .containsExactlyInAnyOrder(List.of("next"), List.of(), List.of("best", "champion"));
        assertThat(asked.plans()).hasSize(1);
        assertThat(pages.page(unique("nobody"), 10, null).items()).isEmpty();
        assertThat(asked.plans()).isEmpty();
    }

    /** What becomes of a transaction. */
    private record Ending(PlatformTransactionManager manager, boolean commits, RuntimeException thrown)
            implements PlatformTransactionManager {

        @Override
        public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
            return manager.getTransaction(definition);
        }

        @Override
        public void commit(TransactionStatus status) {
            if (commits) {
                manager.commit(status);
            } else {
                manager.rollback(status);
            }
            throw thrown;
        }

        @Override
        public void rollback(TransactionStatus status) {
            manager.rollback(status);
        }
    }

    @Test
    void anImportThatWasCommittedThoughTheConnectionBrokeKeepsItsFile() {
        String name = unique("broken");
        Ending broken = new Ending(transactions, true, new DataAccessResourceFailureException("broken"));
        assertThatThrownBy(() -> imported(name, broken)).isSameAs(broken.thrown());
        assertThat(models.open(name + "@1").theta()).hasSize(15);
    }

    @Test
    void anImportThatTheDatabaseRefusesLeavesNoFile() throws IOException {
        imported(unique("kept"), transactions);
        String name = unique("refused");
        Set<String> before = kept();
        Ending refused = new Ending(transactions, false, new DuplicateKeyException("refused"));
        assertThatThrownBy(() -> imported(name, refused)).isSameAs(refused.thrown());
        assertThat(models.find(name + "@1")).isEmpty();
        assertThat(before).isNotEmpty().containsAll(kept());
    }

    private Set<String> kept() {
        return Set.of(
                Objects.requireNonNull(folder.resolve(models.folder()).toFile().list()));
    }
}
