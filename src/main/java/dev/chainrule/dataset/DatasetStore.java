package dev.chainrule.dataset;

import dev.chainrule.access.JobsInSight;
import dev.chainrule.access.Sight;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.dataset.table.TableBuilder;
import dev.chainrule.fault.FailPoint;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.storage.FileOwner;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.KeptFiles;
import dev.chainrule.storage.Quota;
import dev.chainrule.storage.RowHolds;
import dev.chainrule.storage.Scratch;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps datasets: a file each, and a row that names it once it is whole. */
@Component
final class DatasetStore implements FileOwner, KeptFiles {

    private static final String FOLDER = "datasets";
    private static final String EXTENSION = "table";
    private static final String TABLE = "dataset";

    private final DatasetRows rows;
    private final DatasetLookup lookup;
    private final DatasetJson json;
    private final FileStore files;
    private final Quota quota;
    private final Clock clock;
    private final RowHolds holds;
    private final TransactionTemplate transactions;
    private final ObjectProvider<DatasetUsers> users;

    DatasetStore(
            DatasetRows rows,
            DatasetLookup lookup,
            DatasetJson json,
            FileStore files,
            Quota quota,
            Clock clock,
            RowHolds holds,
            TransactionTemplate transactions,
            ObjectProvider<DatasetUsers> users) {
        this.rows = rows;
        this.lookup = lookup;
        this.json = json;
        this.files = files;
        this.quota = quota;
        this.clock = clock;
        this.holds = holds;
        this.transactions = transactions;
        this.users = users;
    }

    /** A dataset, and whether it is new. */
    record Kept(Dataset dataset, boolean created) {}

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

    /** The same content of two owners is kept twice: neither hears of the other's. */
    private static String fingerprint(Candidate candidate) {
        return Sight.now().apart(candidate.fingerprint());
    }

    private Optional<Dataset> findSame(Candidate candidate) {
        return lookup.findByFingerprint(fingerprint(candidate), Sight.now()).map(row -> row.dataset(json));
    }

    /**
     * Keeps a dataset, unless the same is there.
     *
     * @throws ProblemException with everything that is wrong; nothing is kept then
     */
    Kept keep(Candidate candidate) {
        Optional<Dataset> same = findSame(candidate);
        if (same.isPresent()) {
            return new Kept(same.get(), false);
        }
        quota.requireSome();
        List<TableBuilder.Summary> summary = new ArrayList<>();
        Stored file;
        try (Scratch tape = files.scratch(FOLDER);
                Scratch scratch = files.scratch(FOLDER)) {
            TableBuilder builder = look(candidate, tape);
            file = files.write(FOLDER, EXTENSION, out -> summary.add(builder.write(out, scratch.path())));
        }
        return add(candidate, summary.getFirst(), file);
    }

    /** Keeps what was drafted, unless the same is there by now. */
    Kept keep(Draft.Made made) {
        Optional<Dataset> same = findSame(made.candidate());
        if (same.isPresent()) {
            return new Kept(same.get(), false);
        }
        Stored file =
                files.write(FOLDER, EXTENSION, out -> Files.copy(made.file().path(), out));
        return add(made.candidate(), made.summary(), file);
    }

    private Kept add(Candidate candidate, TableBuilder.Summary summary, Stored file) {
        Dataset dataset = candidate.dataset(UUID.randomUUID().toString(), summary, now());
        try {
            quota.require(file.bytes());
        } catch (ProblemException e) {
            files.delete(file.name());
            throw e;
        }
        try {
            FailPoint.BEFORE_DATASET_ROW.pass();
            rows.saveAndFlush(new DatasetRow(Sight.now().tenant(), dataset, json, fingerprint(candidate), file));
            FailPoint.AFTER_DATASET_ROW.pass();
            quota.add(file.bytes());
            return new Kept(dataset, true);
        } catch (DataIntegrityViolationException e) {
            files.delete(file.name());
            return new Kept(findSame(candidate).orElseThrow(() -> e), false);
        }
        // After any other failure nobody knows whether the row was committed: a file that no row names is swept later.
    }

    /** Makes a dataset's table for as long as it is looked at; kept it is only when it is asked for. */
    Draft draft(Candidate candidate) {
        List<TableBuilder.Summary> summary = new ArrayList<>();
        Scratch file = files.scratch(FOLDER);
        try (Scratch tape = files.scratch(FOLDER);
                Scratch scratch = files.scratch(FOLDER)) {
            TableBuilder builder = look(candidate, tape);
            file.fill(out -> summary.add(builder.write(out, scratch.path())));
            Dataset dataset = candidate.dataset("preview", summary.getFirst(), now());
            Draft.Made made = new Draft.Made(candidate, summary.getFirst(), file);
            return new Draft(this, dataset, open(file.path()), made);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** A dataset, as a draft that needs no keeping; empty where it is not there, or not any more. */
    Optional<Draft> draft(String id) {
        return lookup.find(id, Sight.now()).flatMap(row -> draft(row, files::sized));
    }

    /** What the same content with the same options was kept as before. */
    Optional<Draft> draftOfSame(Candidate candidate) {
        return lookup.findByFingerprint(fingerprint(candidate), Sight.now()).flatMap(row -> draft(row, files::sized));
    }

    /**
     * A dataset whose file's hash has been found right; empty where it is not there, or not any more.
     *
     * @throws CorruptFileException if it is not
     */
    Optional<Draft> verified(String id) {
        return lookup.find(id, Sight.now()).flatMap(row -> draft(row, files::verified));
    }

    /** Whoever deletes a dataset takes its row first: between the two its file may go. */
    private Optional<Draft> draft(DatasetRow row, Function<Stored, Path> file) {
        try {
            return Optional.of(new Draft(this, row.dataset(json), open(file.apply(row.file())), null));
        } catch (CorruptFileException e) {
            if (lookup.find(row.getId(), Sight.now()).isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static TableBuilder look(Candidate candidate, Scratch tape) {
        try {
            return TableBuilder.look(candidate.rows(), candidate.rules(), candidate.wishes(), tape.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Optional<Dataset> find(String id) {
        return lookup.find(id, Sight.now()).map(row -> row.dataset(json));
    }

    /** @throws ProblemException 404 */
    Dataset get(String id) {
        return find(id).orElseThrow(() -> ProblemException.notFound("dataset", id));
    }

    /** The newest datasets that come after one in that order. */
    List<Dataset> newest(Instant before, String beforeId, int limit) {
        return rows.newestAfter(before, beforeId, Sight.now(), Limit.of(limit)).stream()
                .map(row -> row.dataset(json))
                .toList();
    }

    /**
     * Opens a dataset's table without reading all of it.
     *
     * @throws ProblemException 404
     */
    Table open(String id) {
        return open(files.sized(row(id).file()));
    }

    private DatasetRow row(String id) {
        return lookup.find(id, Sight.now()).orElseThrow(() -> ProblemException.notFound("dataset", id));
    }

    private static Table open(Path path) {
        try {
            return Table.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a dataset.
     *
     * @throws ProblemException 404, or 409 naming who uses it
     */
    void delete(String id) {
        DatasetRow row = row(id);
        transactions.executeWithoutResult(tx -> {
            if (!holds.take(TABLE, id)) {
                throw ProblemException.notFound("dataset", id);
            }
            users.forEach(user -> requireUnused(user.jobsUsing(id)));
            rows.delete(row);
        });
        files.delete(row.file().name());
    }

    /** Keeps a dataset from being deleted before the caller's transaction ends; false where it has been. */
    boolean hold(String id) {
        return holds.hold(TABLE, id);
    }

    /** Only jobs that the caller sees are named and counted: an admin's may use what is another's. */
    private static void requireUnused(JobsInSight jobs) {
        if (jobs.count() == 0) {
            return;
        }
        List<String> seen = jobs.seen();
        String detail = seen.size() <= 1 ? "A job uses this dataset." : seen.size() + " jobs use this dataset.";
        throw new ProblemException(HttpStatus.CONFLICT, "IN_USE", detail, List.of(), Map.of("jobs", seen));
    }
}
