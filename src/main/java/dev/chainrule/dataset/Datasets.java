package dev.chainrule.dataset;

import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the other rooms ask of datasets: is this use of one possible, and then, give me the examples. */
@Component
public final class Datasets {

    private final DatasetStore store;
    private final Candidates candidates;

    Datasets(DatasetStore store, Candidates candidates) {
        this.store = store;
        this.candidates = candidates;
    }

    /** A dataset by its id. */
    public Optional<Dataset> find(String id) {
        return store.find(id);
    }

    /**
     * Settles a use of a dataset: columns, task, classes, sizes. What a generator makes, and rows given in the use, are kept as
     * a dataset first.
     *
     * @param pointer JSON pointer of the use, for the faults: {@code /dataset}
     * @param faults receives everything that is wrong
     * @return null exactly where something is wrong
     */
    public @Nullable Bound bind(DatasetUse use, String pointer, List<Fault> faults) {
        Dataset dataset = dataset(use, pointer, faults);
        if (dataset == null) {
            return null;
        }
        try (Table table = store.open(dataset.id())) {
            return new Binder(use, dataset, table, pointer, faults).bind();
        }
    }

    /** As {@link #bind}, but nothing is kept: the id is then {@code preview}. */
    public @Nullable Bound check(DatasetUse use, String pointer, List<Fault> faults) {
        if (use.id() != null) {
            return bind(use, pointer, faults);
        }
        Candidate candidate = candidate(use, pointer, faults);
        if (candidate == null) {
            return null;
        }
        try {
            return store.<@Nullable Bound>tryOut(
                    candidate, (dataset, table) -> new Binder(use, dataset, table, pointer, faults).bind());
        } catch (ProblemException e) {
            relay(e, pointer, faults);
            return null;
        }
    }

    /** Whether these data are a dataset already, so that {@link #bind} would keep nothing new; also where they are not to be had. */
    public boolean isKept(DatasetUse use) {
        if (use.id() != null) {
            return true;
        }
        Candidate candidate = candidate(use, "", new ArrayList<>());
        return candidate == null || store.findSame(candidate).isPresent();
    }

    private @Nullable Dataset dataset(DatasetUse use, String pointer, List<Fault> faults) {
        if (use.id() != null && use.generator() == null && use.rows() == null) {
            Optional<Dataset> dataset = store.find(use.id());
            if (dataset.isEmpty()) {
                String message = "There is no dataset " + ProblemException.abbreviate(use.id()) + ".";
                faults.add(new Fault(pointer + "/id", "UNKNOWN_DATASET", message));
            }
            return dataset.orElse(null);
        }
        Candidate candidate = candidate(use, pointer, faults);
        if (candidate == null) {
            return null;
        }
        try {
            return store.keep(candidate).dataset();
        } catch (ProblemException e) {
            relay(e, pointer, faults);
            return null;
        }
    }

    private static void relay(ProblemException e, String pointer, List<Fault> faults) {
        if (!e.status().is4xxClientError()) {
            throw e;
        }
        e.faults().forEach(fault -> faults.add(new Fault(pointer + "/rows", fault.code(), fault.message())));
    }

    private @Nullable Candidate candidate(DatasetUse use, String pointer, List<Fault> faults) {
        int sources = (use.id() != null ? 1 : 0) + (use.generator() != null ? 1 : 0) + (use.rows() != null ? 1 : 0);
        if (sources != 1) {
            String message = "Exactly one of id, generator and rows says where the data come from.";
            faults.add(new Fault(pointer, sources == 0 ? "MISSING_FIELD" : "AMBIGUOUS", message));
            return null;
        }
        Generator generator = use.generator();
        return generator != null ? candidates.of(generator, use.name()) : candidates.ofRows(use, pointer, faults);
    }

    /**
     * Encodes another dataset as training was, to judge a model by.
     *
     * @param use only says which data; target, features and all else are the encoding's
     * @return null exactly where something is wrong; to be closed
     */
    public @Nullable Encoded examples(
            DatasetUse use, Encoding encoding, Precision precision, String pointer, List<Fault> faults) {
        Dataset dataset = dataset(use, pointer, faults);
        if (dataset == null) {
            return null;
        }
        try (Table table = store.openVerified(dataset.id())) {
            Binder.BindFaults found = new Binder.BindFaults(pointer, faults, dataset.columns());
            return new OtherData(table, encoding, found).examples(precision);
        }
    }

    /**
     * Examples for an answer that is given at once: as {@link #bind} and then {@link #prepare}, but nothing is kept.
     *
     * @param fits asked before anything is loaded; says no after adding its own faults
     * @return null exactly where something is wrong; to be closed
     */
    public @Nullable Prepared load(DatasetUse use, String pointer, List<Fault> faults, Predicate<Bound> fits) {
        return load(use, pointer, faults, fits, Precision.FLOAT64, 0);
    }

    /** The same in this precision, held out as this seed says. */
    public @Nullable Prepared load(
            DatasetUse use, String pointer, List<Fault> faults, Predicate<Bound> fits, Precision precision, long seed) {
        if (use.id() != null && use.generator() == null && use.rows() == null) {
            Dataset dataset = dataset(use, pointer, faults);
            if (dataset == null) {
                return null;
            }
            try (Table table = store.openVerified(dataset.id())) {
                return load(new Binder(use, dataset, table, pointer, faults), table, fits, precision, seed);
            }
        }
        Candidate candidate = candidate(use, pointer, faults);
        if (candidate == null) {
            return null;
        }
        try {
            return store.<@Nullable Prepared>tryOut(
                    candidate,
                    (dataset, table) ->
                            load(new Binder(use, dataset, table, pointer, faults), table, fits, precision, seed));
        } catch (ProblemException e) {
            relay(e, pointer, faults);
            return null;
        }
    }

    private static @Nullable Prepared load(
            Binder binder, Table table, Predicate<Bound> fits, Precision precision, long seed) {
        Bound bound = binder.bind();
        return bound == null || !fits.test(bound) ? null : new Preparation(bound, table).prepare(precision, seed);
    }

    /**
     * Loads and encodes examples.
     *
     * @param bound from {@link #bind}, now or long ago
     * @param seed decides which rows are held out
     * @return to be closed
     * @throws dev.chainrule.storage.CorruptFileException if the file has changed
     * @throws ProblemException 404 if the dataset is gone
     */
    public Prepared prepare(Bound bound, Precision precision, long seed) {
        try (Table table = store.openVerified(bound.datasetId())) {
            return new Preparation(bound, table).prepare(precision, seed);
        }
    }
}
