package dev.chainrule.storage;

import dev.chainrule.web.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The bytes that all data sets and models may take, {@code chainrule.storage.quota}. It holds for what is asked for from now on: a job
 * that was accepted keeps its model, and requests that come at the same moment do not see each other's files. What is kept is summed once a
 * second at most while there is room; files of other processes count that much later. Nobody is refused by an old sum.
 */
@Component
public final class Quota {

    private static final long AGAIN = Duration.ofSeconds(1).toNanos();

    private final ObjectProvider<KeptFiles> rooms;
    private final @Nullable DataSize most;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Sum> last = new AtomicReference<>();

    /** Bytes that were kept at a time, and those that came since. */
    private record Sum(long bytes, long nanos) {}

    @Autowired
    Quota(ObjectProvider<KeptFiles> rooms, @Value("${chainrule.storage.quota:#{null}}") @Nullable DataSize most) {
        this(rooms, most, System::nanoTime);
    }

    Quota(ObjectProvider<KeptFiles> rooms, @Nullable DataSize most, LongSupplier nanos) {
        this.rooms = rooms;
        this.most = most;
        this.nanos = nanos;
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
        Sum known = last.get();
        long now = nanos.getAsLong();
        if (known != null && now - known.nanos() < AGAIN && known.bytes() + bytes <= most.toBytes()) {
            return;
        }
        long kept = rooms.stream().mapToLong(KeptFiles::keptBytes).sum();
        last.set(new Sum(kept, now));
        if (kept + bytes > most.toBytes()) {
            throw ProblemException.of(
                    HttpStatus.INSUFFICIENT_STORAGE,
                    "QUOTA_EXCEEDED",
                    "Data sets and models take " + kept + " of the " + most.toBytes()
                            + " bytes that they may: nothing was stored. Delete some first.");
        }
    }

    /** Counts a file that has been kept in this process. */
    public void add(long bytes) {
        last.updateAndGet(sum -> sum == null ? null : new Sum(sum.bytes() + bytes, sum.nanos()));
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
