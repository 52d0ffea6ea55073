package dev.chainrule.history;

import dev.chainrule.web.ProblemException;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The runs as the room that owns them sees them. It is asked for late, since it needs this room to be there first. */
@Component
final class Runs {

    private final ObjectProvider<RunStatus> status;

    Runs(ObjectProvider<RunStatus> status) {
        this.status = status;
    }

    /** @throws ProblemException 404 where there is no such run, or the caller of the current request may not see it */
    void requireVisible(String id) {
        if (!visible(id)) {
            throw ProblemException.notFound("job", id);
        }
    }

    /** Whether there is such a run and the caller of the current request may see it. */
    boolean visible(String id) {
        return status.getObject().visible(id);
    }

    /** Ids of the newest runs that the caller of the current request may see, the newest first. */
    List<String> newest(int most) {
        return status.getObject().newest(most);
    }

    Optional<RunStatus.Snapshot> find(String id) {
        return status.getObject().find(id);
    }
}
