package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Serves only names that are ours. A page of a stranger that makes its own name resolve to 127.0.0.1 (DNS rebinding)
 * still sends its own name, and is told 421.
 */
final class HostGate implements Gate {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");

    private final Set<String> names;

    HostGate(List<String> further) {
        names = new HashSet<>(further);
        names.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
    }

    @Override
    public @Nullable ProblemException refusal(HttpServletRequest request) {
        return isOurs(request.getHeader("Host"))
                ? null
                : ProblemException.of(
                        HttpStatus.MISDIRECTED_REQUEST,
                        "UNKNOWN_HOST",
                        "This host name is not served here; chainrule.access.hosts lists those that are.");
    }

    boolean isOurs(@Nullable String header) {
        if (header == null) {
            return false;
        }
        Matcher parts = HOST.matcher(header.toLowerCase(Locale.ROOT));
        return parts.matches() && names.contains(parts.group(1));
    }
}
