package dev.chainrule.model;

import dev.chainrule.storage.FileOwner;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.ProblemException;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Models as other rooms keep and read them. */
@Component
public final class Models implements FileOwner {

    private static final String FOLDER = "models";

    private final ModelRows rows;
    private final FileStore files;
    private final TransactionTemplate transactions;
    private final JsonMapper json;

    Models(ModelRows rows, FileStore files, TransactionTemplate transactions, JsonMapper json) {
        this.rows = rows;
        this.files = files;
        this.transactions = transactions;
        this.json = json;
    }

    /** Writes parameters to the disk, where no row names them yet. */
    public Stored store(double[] theta) {
        return files.write(FOLDER, "theta", out -> ThetaFormat.write(out, theta));
    }

    /** Removes parameters that no row came to name. */
    public void discard(Stored theta) {
        files.delete(theta.name());
    }

    /** Keeps a model, in the caller's transaction. */
    public void add(Model model, Stored theta) {
        rows.save(new ModelRow(model, theta, json));
    }

    public Optional<Model> find(String id) {
        return rows.findById(id).map(row -> row.model(json));
    }

    /**
     * A model with its parameters.
     *
     * @throws ProblemException 404 where there is none
     * @throws dev.chainrule.storage.CorruptFileException where its file is not the one that was written
     */
    public Trained open(String id) {
        ModelRow row = rows.findById(id).orElseThrow(() -> ProblemException.notFound("model", id));
        return new Trained(row.model(json), ThetaFormat.read(files.read(row.theta())));
    }

    /**
     * A model and its parameters.
     *
     * @param theta in order of the network's blocks
     */
    public record Trained(Model model, double[] theta) {}

    @Override
    public String folder() {
        return FOLDER;
    }

    @Override
    public Set<String> files() {
        return rows.files();
    }

    /** Removes a model, row first; false where there is none. */
    boolean delete(String id) {
        Optional<Stored> theta = Optional.ofNullable(transactions.execute(tx -> rows.findById(id)
                .map(row -> {
                    rows.delete(row);
                    return row.theta();
                })
                .orElse(null)));
        theta.ifPresent(stored -> files.delete(stored.name()));
        return theta.isPresent();
    }
}
