package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Where keys are configured, lets only their holders in, and lets those who may only read change nothing. What is open is listed,
 * all else is closed: pages and scripts of the dashboard, the description of the API, and health.
 */
final class KeyGate implements Gate {

    private static final String SCHEME = "Bearer ";
    private static final List<String> CLOSED = List.of("/api", "/actuator", "/error");
    private static final String HEALTH = "/actuator/health";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final KeyRing keys;
    private final Limiter badKeys;

    /**
     * @param badKeys counts the wrong keys of each address
     */
    KeyGate(KeyRing keys, Limiter badKeys) {
        this.keys = keys;
        this.badKeys = badKeys;
    }

    @Override
    public @Nullable ProblemException refusal(HttpServletRequest request) {
        if (keys.isOff()) {
            Caller.LOCAL.stampOn(request);
            return null;
        }
        if (isPublic(request)) {
            return null;
        }
        Optional<String> key = key(request.getHeader("Authorization"));
        Optional<Caller> caller = key.flatMap(keys::holder);
        if (caller.isEmpty()) {
            return key.isPresent() ? wrong(request.getRemoteAddr()) : needed();
        }
        caller.get().stampOn(request);
        return refusal(caller.get(), READING.contains(request.getMethod()) ? Scope.READ : Scope.WRITE);
    }

    /** One who guesses is told to wait; a good key from the same address, perhaps of another machine behind it, still opens. */
    private ProblemException wrong(String address) {
        long seconds = badKeys.secondsToWait(address);
        return seconds == 0 ? needed() : TooMany.wrongKeys(seconds);
    }

    private static ProblemException needed() {
        return ProblemException.of(
                HttpStatus.UNAUTHORIZED, "KEY_NEEDED", "This call needs the header Authorization: Bearer KEY.");
    }

    /** Why somebody may not do what needs this scope; null where he may. */
    static @Nullable ProblemException refusal(Caller caller, Scope needed) {
        return caller.scope().opens(needed)
                ? null
                : ProblemException.of(
                        HttpStatus.FORBIDDEN,
                        "SCOPE_NEEDED",
                        "This call needs a key of scope " + needed.text() + "; this one has "
                                + caller.scope().text() + ".");
    }

    private static Optional<String> key(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** A path counts as public only in its plainest spelling: no escapes, no parameters, no doubled slashes. */
    private static boolean isPublic(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.contains("%")
                || path.contains(";")
                || path.contains("//")
                || path.contains("\\")
                || path.contains("/.")) {
            return false;
        }
        boolean health = path.equals(HEALTH) || path.startsWith(HEALTH + "/");
        return health || CLOSED.stream().noneMatch(closed -> path.equals(closed) || path.startsWith(closed + "/"));
    }
}
