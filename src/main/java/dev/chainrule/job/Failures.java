package dev.chainrule.job;

import dev.chainrule.storage.CorruptFileException;
import dev.chainrule.web.ProblemException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes that a job failed. After acceptance a failure is a state with a code, never a lost exception. */
@Component
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final LeasedWrites writes;
    private final JobMetrics metrics;

    Failures(LeasedWrites writes, JobMetrics metrics) {
        this.writes = writes;
        this.metrics = metrics;
    }

    /** The run threw something: its job fails with a code and a sentence that says no more than a caller may know. */
    void broken(JobQueue.Claim claim, Throwable thrown) {
        JobError error = errorOf(thrown);
        LOG.error("job {} failed: {}", claim.job().id(), error.message(), thrown);
        try {
            failed(claim.lease(), error);
        } catch (RuntimeException | Error e) { // its lease runs out, and it is tried again
            LOG.error("job {}: its failure could not be written", claim.job().id(), e);
        }
    }

    void failed(Lease lease, JobError error) {
        end(lease, Ending.failed(StopReason.ERROR, error, error.message()));
    }

    void end(Lease lease, Ending ending) {
        Optional<JobState> end = writes.fail(lease, unlessCancelled(ending));
        end.ifPresent(metrics::ended);
    }

    /** Tries to hand a job back that cannot go on here and now; false where the database does not take it. */
    boolean handedBack(Lease lease) {
        try {
            writes.handBack(lease, unlessCancelled(Ending.NONE))
                    .filter(JobState::terminal)
                    .ifPresent(metrics::ended);
            return true;
        } catch (RuntimeException e) {
            LOG.debug("job {} could not be handed back", lease.jobId(), e);
            return false;
        }
    }

    /** The given ending, unless a cancellation came first. */
    static Function<JobState, Ending> unlessCancelled(Ending ending) {
        return ending::in;
    }

    private static JobError errorOf(Throwable thrown) {
        return switch (thrown) {
            case ProblemException problem -> of(problem);
            case CorruptFileException damaged ->
                JobError.of("FILE_DAMAGED", "A file it needs is not the one that was stored: its dataset is damaged.");
            case OutOfMemoryError e ->
                JobError.of("OUT_OF_MEMORY", "Memory ran out while training it; other jobs went on.");
            case StackOverflowError e -> JobError.of("INTERNAL", "The network is nested too deeply to be trained.");
            default -> JobError.of("INTERNAL", "Something broke inside the service; its log names this job.");
        };
    }

    /** What a problem says, for a job instead of a caller. */
    static JobError of(ProblemException problem) {
        String detail = problem.getMessage();
        if (problem.faults().size() == 1) {
            return JobError.of(
                    problem.faults().getFirst().code(),
                    problem.faults().getFirst().message());
        }
        return JobError.of(problem.code(), detail == null ? problem.code() : detail);
    }
}
