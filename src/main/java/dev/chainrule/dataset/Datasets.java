package dev.chainrule.dataset;

import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
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
     * Gets the data of a use: a dataset, or what a generator makes or the use itself brings.
     *
     * @param keep whether what is no dataset yet will become one: the same may be there already
     * @param pointer JSON pointer of the use, for the faults: {@code /dataset}
     * @param faults receives everything that is wrong
     * @return null exactly where they are not to be had; to be closed
     */
    public @Nullable Draft draft(DatasetUse use, boolean keep, String pointer, List<Fault> faults) {
        String id = idAlone(use);
        if (id != null) {
            return dataset(id, pointer, faults).map(store::draft).orElse(null);
        }
        Candidate candidate = candidate(use, pointer, faults);
        if (candidate == null) {
            return null;
        }
        Optional<Dataset> same = keep ? store.findSame(candidate) : Optional.empty();
        return same.isPresent() ? store.draft(same.get()) : draft(candidate, pointer, faults);
    }

    private @Nullable Draft draft(Candidate candidate, String pointer, List<Fault> faults) {
        try {
            return store.draft(candidate);
        } catch (ProblemException e) {
            relay(e, pointer, faults);
            return null;
        }
    }

    /** The id where nothing else says where the data come from. */
    private static @Nullable String idAlone(DatasetUse use) {
        return use.generator() == null && use.rows() == null ? use.id() : null;
    }

    private Optional<Dataset> dataset(String id, String pointer, List<Fault> faults) {
        Optional<Dataset> dataset = store.find(id);
        if (dataset.isEmpty()) {
            String message = "There is no dataset " + ProblemException.abbreviate(id) + ".";
            faults.add(new Fault(pointer + "/id", "UNKNOWN_DATASET", message));
        }
        return dataset;
    }

    private @Nullable Dataset dataset(DatasetUse use, String pointer, List<Fault> faults) {
        String id = idAlone(use);
        if (id != null) {
            return dataset(id, pointer, faults).orElse(null);
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
     * Examples for an answer that is given at once: drafted, bound and {@linkplain #prepare prepared}, and nothing is kept.
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
        String id = idAlone(use);
        if (id != null) {
            Dataset dataset = dataset(id, pointer, faults).orElse(null);
            if (dataset == null) {
                return null;
            }
            try (Table table = store.openVerified(id)) {
                Binder binder = new Binder(use, dataset, table, pointer, faults);
                return load(binder, table, dataset.missingWords(), fits, precision, seed);
            }
        }
        Candidate candidate = candidate(use, pointer, faults);
        try (Draft draft = candidate == null ? null : draft(candidate, pointer, faults)) {
            return draft == null
                    ? null
                    : load(
                            new Binder(use, draft.dataset(), draft.table(), pointer, faults),
                            draft.table(),
                            draft.dataset().missingWords(),
                            fits,
                            precision,
                            seed);
        }
    }

    private static @Nullable Prepared load(
            Binder binder,
            Table table,
            List<String> missingWords,
            Predicate<Bound> fits,
            Precision precision,
            long seed) {
        Bound bound = binder.bind();
        return bound == null || !fits.test(bound)
                ? null
                : new Preparation(bound, table, missingWords).prepare(precision, seed);
    }

    /**
     * Loads and encodes examples.
     *
     * @param bound from {@link Draft#keep}, now or long ago
     * @param seed decides which rows are held out
     * @return to be closed
     * @throws dev.chainrule.storage.CorruptFileException if the file has changed
     * @throws ProblemException 404 if the dataset is gone
     */
    public Prepared prepare(Bound bound, Precision precision, long seed) {
        List<String> missingWords = store.get(bound.datasetId()).missingWords();
        try (Table table = store.openVerified(bound.datasetId())) {
            return new Preparation(bound, table, missingWords).prepare(precision, seed);
        }
    }
}
