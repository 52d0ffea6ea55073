package dev.chainrule.storage;

import dev.chainrule.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The bytes that all data sets and models may take, {@code chainrule.storage.quota}. It holds for what is asked for from now on: a job
 * that was accepted keeps its model, and requests that come at the same moment do not see each other's files.
 */
@Component
public final class Quota {

    private final ObjectProvider<KeptFiles> rooms;
    private final @Nullable DataSize most;

    Quota(ObjectProvider<KeptFiles> rooms, @Value("${chainrule.storage.quota:#{null}}") @Nullable DataSize most) {
        this.rooms = rooms;
        this.most = most;
    }

    /**
     * Asks for room for a file of so many bytes.
     *
     * @throws ProblemException 507 {@code QUOTA_EXCEEDED}
     */
    public void require(long bytes) {
        if (most == null) {
            return;
        }
        long kept = rooms.stream().mapToLong(KeptFiles::keptBytes).sum();
        if (kept + bytes > most.toBytes()) {
            throw ProblemException.of(
                    HttpStatus.INSUFFICIENT_STORAGE,
                    "QUOTA_EXCEEDED",
                    "Data sets and models take " + kept + " of the " + most.toBytes()
                            + " bytes that they may: nothing was stored. Delete some first.");
        }
    }

    /**
     * Asks for any room at all, before what is not known yet.
     *
     * @throws ProblemException 507 {@code QUOTA_EXCEEDED}
     */
    public void requireSome() {
        require(1);
    }
}
