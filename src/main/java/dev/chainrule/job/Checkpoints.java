package dev.chainrule.job;

import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.fault.FailPoint;
import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.storage.FileOwner;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The states a run can go on from. A file is whole on the disk before its row is committed, and the one before is kept
 * until then, so that there is always one to go back to.
 */
@Component
final class Checkpoints implements FileOwner {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String FOLDER = "checkpoints";
    /** Token of the claim before which nobody can have kept anything. */
    private static final long FIRST_CLAIM = 1;

    private final FileStore files;
    private final JobTable jobs;
    private final LeasedWrites writes;
    private final int kept;

    Checkpoints(FileStore files, JobTable jobs, LeasedWrites writes, JobProperties properties) {
        this.files = files;
        this.jobs = jobs;
        this.writes = writes;
        this.kept = properties.checkpointsKept();
    }

    /** Keeps a state, unless the lease is lost. Where there is no room, the one before stays the newest. */
    void save(Lease lease, Checkpoint state, String specSha256) {
        try {
            write(lease, state, specSha256);
        } catch (ProblemException e) {
            LOG.warn("CHECKPOINT_SKIPPED: job {}, step {}: {}", lease.jobId(), state.step(), e.getMessage());
        }
    }

    private void write(Lease lease, Checkpoint state, String specSha256) {
        List<CheckpointRow> before = jobs.checkpoints(lease.jobId());
        if (before.stream().anyMatch(row -> row.step() == state.step())) {
            return; // same seed, same step, same bits
        }
        Stored file = files.write(FOLDER, "ckpt", out -> CheckpointFormat.write(out, state, specSha256));
        CheckpointRow row = new CheckpointRow(state.step(), state.epoch(), file.name(), file.bytes(), file.sha256());
        FailPoint.BEFORE_CHECKPOINT_ROW.pass();
        if (!writes.checkpoint(lease, row)) {
            files.delete(file.name());
            return;
        }
        FailPoint.AFTER_CHECKPOINT_ROW.pass();
        before.stream().skip(kept - 1L).forEach(old -> drop(lease, old));
    }

    /** The newest state that can still be read. What cannot is forgotten; the one before it serves. */
    Optional<Checkpoint> newest(Lease lease, String specSha256) {
        if (lease.token() == FIRST_CLAIM) {
            return Optional.empty();
        }
        for (CheckpointRow row : jobs.checkpoints(lease.jobId())) {
            try {
                return Optional.of(read(row, specSha256));
            } catch (CorruptFileException e) {
                LOG.warn("CHECKPOINT_CORRUPT: job {}, step {}: {}", lease.jobId(), row.step(), e.getMessage());
                drop(lease, row);
            }
        }
        return Optional.empty();
    }

    /**
     * One state.
     *
     * @throws CorruptFileException if it is not the one that was written
     */
    Checkpoint read(CheckpointRow row, String specSha256) {
        return CheckpointFormat.read(files.read(new Stored(row.file(), row.bytes(), row.sha256())), specSha256);
    }

    private void drop(Lease lease, CheckpointRow row) {
        if (writes.dropCheckpoint(lease, row)) {
            FailPoint.AFTER_CHECKPOINT_DROP.pass();
            files.delete(row.file());
        }
    }

    @Override
    public String folder() {
        return FOLDER;
    }

    @Override
    public Set<String> files() {
        return jobs.checkpointFiles();
    }

    /** Removes the files of a job whose rows are gone. */
    void deleteFiles(List<CheckpointRow> rows) {
        rows.forEach(row -> files.delete(row.file()));
    }
}
