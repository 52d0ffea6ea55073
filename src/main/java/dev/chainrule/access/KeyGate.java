package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Where keys are configured, lets only their holders in. What is open is listed, all else is closed: pages and scripts of
 * the dashboard, the description of the API, and health. A key has 256 random bits, so its plain SHA-256 tells nothing.
 */
final class KeyGate implements Gate {

    private static final String SCHEME = "Bearer ";
    private static final List<String> CLOSED = List.of("/api", "/actuator", "/error");
    private static final String HEALTH = "/actuator/health";

    private final List<byte[]> digests;

    KeyGate(List<String> digests) {
        this.digests = digests.stream().map(HexFormat.of()::parseHex).toList();
    }

    boolean isOpen() {
        return digests.isEmpty();
    }

    @Override
    public @Nullable ProblemException refusal(HttpServletRequest request) {
        if (isOpen() || isPublic(request) || isKnown(request.getHeader("Authorization"))) {
            return null;
        }
        return ProblemException.of(
                HttpStatus.UNAUTHORIZED, "KEY_NEEDED", "This call needs the header Authorization: Bearer KEY.");
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

    /** Takes the same time whichever key is given: every digest is compared to its end. */
    boolean isKnown(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = sha256(header.substring(SCHEME.length()).strip());
        boolean known = false;
        for (byte[] digest : digests) {
            known |= MessageDigest.isEqual(digest, given);
        }
        return known;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
