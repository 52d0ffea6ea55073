package dev.chainrule.dataset;

import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.dataset.table.CellRules;
import dev.chainrule.dataset.table.MissingWords;
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
            return known(store.draft(id), id, pointer, faults);
        }
        Candidate candidate = candidate(use, CellRules.DEFAULT, pointer, faults);
        if (candidate == null) {
            return null;
        }
        Optional<Draft> same = keep ? store.draftOfSame(candidate) : Optional.empty();
        return same.orElseGet(() -> draft(candidate, pointer, faults));
    }

    /** Data that are only read: a dataset whose hash has been found right, or a draft that nobody keeps. */
    private @Nullable Draft read(DatasetUse use, CellRules rules, String pointer, List<Fault> faults) {
        String id = idAlone(use);
        if (id != null) {
            return known(store.verified(id), id, pointer, faults);
        }
        Candidate candidate = candidate(use, rules, pointer, faults);
        return candidate == null ? null : draft(candidate, pointer, faults);
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

    private static @Nullable Draft known(Optional<Draft> draft, String id, String pointer, List<Fault> faults) {
        if (draft.isEmpty()) {
            faults.add(unknown(id, pointer));
        }
        return draft.orElse(null);
    }

    private static Fault unknown(String id, String pointer) {
        return new Fault(
                pointer + "/id", "UNKNOWN_DATASET", "There is no dataset " + ProblemException.abbreviate(id) + ".");
    }

    /**
     * Keeps a dataset from being deleted before the caller's transaction ends.
     *
     * @param pointer JSON pointer of its use
     * @throws ProblemException 422 where it has been deleted since it was found
     */
    public void hold(String id, String pointer) {
        if (!store.hold(id)) {
            throw ProblemException.unprocessable(unknown(id, pointer));
        }
    }

    private static void relay(ProblemException e, String pointer, List<Fault> faults) {
        if (!e.status().is4xxClientError()) {
            throw e;
        }
        e.faults().forEach(fault -> faults.add(new Fault(pointer + "/rows", fault.code(), fault.message())));
    }

    private @Nullable Candidate candidate(DatasetUse use, CellRules rules, String pointer, List<Fault> faults) {
        int sources = (use.id() != null ? 1 : 0) + (use.generator() != null ? 1 : 0) + (use.rows() != null ? 1 : 0);
        if (sources != 1) {
            String message = "Exactly one of id, generator and rows says where the data come from.";
            faults.add(new Fault(pointer, sources == 0 ? "MISSING_FIELD" : "AMBIGUOUS", message));
            return null;
        }
        Generator generator = use.generator();
        return generator != null
                ? candidates.of(generator, use.name())
                : candidates.ofRows(use, rules, pointer, faults);
    }

    /**
     * Encodes another dataset as training was, to judge a model by.
     *
     * @param use only says which data; target, features and all else are the encoding's
     * @return null exactly where something is wrong; to be closed
     */
    public @Nullable Encoded examples(
            DatasetUse use, Encoding encoding, Precision precision, String pointer, List<Fault> faults) {
        CellRules rules = new CellRules(CellRules.DEFAULT.point(), new MissingWords(encoding.wordsForMissing()));
        try (Draft draft = read(use, rules, pointer, faults)) {
            if (draft == null) {
                return null;
            }
            Binder.BindFaults found =
                    new Binder.BindFaults(pointer, faults, draft.dataset().columns());
            return new OtherData(draft.table(), encoding, found).examples(precision);
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
        try (Draft draft = read(use, CellRules.DEFAULT, pointer, faults)) {
            Bound bound = draft == null ? null : draft.bind(use, pointer, faults);
            return draft == null || bound == null || !fits.test(bound) ? null : draft.prepare(bound, precision, seed);
        }
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
        String id = bound.datasetId();
        try (Draft draft = store.verified(id).orElseThrow(() -> ProblemException.notFound("dataset", id))) {
            return draft.prepare(bound, precision, seed);
        }
    }
}
