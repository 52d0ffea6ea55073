package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Table;
import dev.chainrule.dataset.table.TableBuilder;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.storage.Scratch;
import dev.chainrule.web.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data that a request would use: a dataset, or what comes with the request or from a generator, which is none until it is kept. Only
 * then, when nothing can be found wrong any more, is anything left behind. To be closed.
 */
public final class Draft implements AutoCloseable {

    private final DatasetStore store;
    private final Dataset dataset;
    private final Table table;
    private final @Nullable Made made;

    Draft(DatasetStore store, Dataset dataset, Table table, @Nullable Made made) {
        this.store = store;
        this.dataset = dataset;
        this.table = table;
        this.made = made;
    }

    /** What was made and is no dataset yet. */
    record Made(Candidate candidate, TableBuilder.Summary summary, Scratch file) {}

    /** Its id is {@code preview} where it is no dataset yet. */
    Dataset dataset() {
        return dataset;
    }

    Table table() {
        return table;
    }

    /**
     * Settles a use of these data: columns, task, classes, sizes.
     *
     * @param pointer JSON pointer of the use, for the faults: {@code /dataset}
     * @param faults receives everything that is wrong
     * @return null exactly where something is wrong
     */
    public @Nullable Bound bind(DatasetUse use, String pointer, List<Fault> faults) {
        return new Binder(use, dataset, table, pointer, faults).bind();
    }

    /** Loads and encodes examples of a settled use; which are held out is decided by the seed. */
    Prepared prepare(Bound bound, Precision precision, long seed) {
        return new Preparation(bound, table, dataset.missingWords()).prepare(precision, seed);
    }

    /** Makes a dataset of what is none yet; the same use, of the dataset. */
    public Bound keep(Bound bound) {
        return made == null ? bound : bound.of(store.keep(made).dataset());
    }

    @Override
    public void close() {
        table.close();
        if (made != null) {
            made.file().close();
        }
    }
}
