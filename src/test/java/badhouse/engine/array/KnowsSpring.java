package badhouse.engine.array;

import org.springframework.http.HttpStatus;

/** The engine does not know HTTP. */
public final class KnowsSpring {
    private final HttpStatus status = HttpStatus.OK;

    @Override
    public String toString() {
        return status.toString();
    }
}
