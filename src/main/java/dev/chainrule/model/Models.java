package dev.chainrule.model;

import dev.chainrule.access.Sight;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.storage.FileOwner;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.KeptFiles;
import dev.chainrule.storage.Quota;
import dev.chainrule.storage.RowHolds;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.ProblemException;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Models as other rooms keep and read them. */
@Component
public final class Models implements FileOwner, KeptFiles {

    /**
     * What answers are computed in, whatever a model was trained in: rounding is then far below what anybody reads, and the same
     * rows get the same answers from us and from ONNX Runtime.
     */
    static final Precision PRECISION = Precision.FLOAT64;

    private static final String FOLDER = "models";
    static final String TABLE = "model";

    private final ModelRows rows;
    private final FileStore files;
    private final Quota quota;
    private final ModelNames names;
    private final RowHolds holds;
    private final TransactionTemplate transactions;
    private final JsonMapper json;

    Models(
            ModelRows rows,
            ModelNames names,
            FileStore files,
            Quota quota,
            RowHolds holds,
            TransactionTemplate transactions,
            JsonMapper json) {
        this.rows = rows;
        this.names = names;
        this.files = files;
        this.quota = quota;
        this.holds = holds;
        this.transactions = transactions;
        this.json = json;
    }

    /**
     * Writes the parameters of a model to be to the disk, where no row names them yet.
     *
     * @param tenant whose the model will be
     * @param name the model's
     */
    public Stored store(String tenant, String name, double[] theta) {
        names.prepare(tenant, name);
        return files.write(FOLDER, "theta", out -> ThetaFormat.write(out, theta));
    }

    /** Removes parameters that no row came to name. */
    public void discard(Stored theta) {
        files.delete(theta.name());
    }

    /** Keeps a model as the next version of its name, in the caller's transaction. */
    public void add(String tenant, Model model, Stored theta) {
        rows.save(new ModelRow(tenant, model, names.next(tenant, model.name()), theta, json));
        quota.add(theta.bytes());
    }

    /** A model by its id, {@code name@alias} or {@code name@version}. */
    public Optional<Model> find(String reference) {
        return row(reference).map(row -> row.model(json));
    }

    Optional<ModelRow> row(String reference) {
        if (!ModelNames.isName(reference)) {
            return rows.find(reference, Sight.now());
        }
        return names.resolve(reference).flatMap(id -> rows.find(id, Sight.now()));
    }

    /**
     * A model with its parameters.
     *
     * @throws ProblemException 404 where there is none
     * @throws CorruptFileException where its file is not the one that was written
     */
    public Trained open(String reference) {
        ModelRow row = row(reference).orElseThrow(() -> ProblemException.notFound("model", reference));
        try {
            return new Trained(row.model(json), ThetaFormat.read(files.read(row.theta())));
        } catch (CorruptFileException e) {
            // Whoever deletes a model takes its row first: between the two its file may go.
            throw row(reference).isPresent() ? e : ProblemException.notFound("model", reference);
        }
    }

    /**
     * A model and its parameters.
     *
     * @param theta in order of the network's blocks
     */
    public record Trained(Model model, double[] theta) {}

    /** Keeps a model from being deleted before the caller's transaction ends; false where it has been. */
    public boolean hold(String id) {
        return holds.hold(TABLE, id);
    }

    @Override
    public String folder() {
        return FOLDER;
    }

    @Override
    public Set<String> files() {
        return rows.files();
    }

    @Override
    public long keptBytes() {
        return rows.fileBytes();
    }

    /**
     * Removes a model, row first; false where there is none.
     *
     * @param check throws where somebody needs it; nobody begins to meanwhile
     */
    boolean delete(String id, Runnable check) {
        Optional<Stored> theta = Optional.ofNullable(transactions.execute(tx -> {
            if (!holds.take(TABLE, id)) {
                return null;
            }
            check.run();
            return rows.find(id, Sight.now())
                    .map(row -> {
                        rows.delete(row);
                        return row.theta();
                    })
                    .orElse(null);
        }));
        theta.ifPresent(stored -> files.delete(stored.name()));
        return theta.isPresent();
    }
}
