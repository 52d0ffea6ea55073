package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Lets only our own pages change things. Browsers say where a request comes from ({@code Origin}, {@code
 * Sec-Fetch-Site}); other clients say nothing and pass.
 */
final class OriginGate implements Gate {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final List<String> further;

    OriginGate(List<String> further) {
        this.further = further;
    }

    @Override
    public @Nullable ProblemException refusal(HttpServletRequest request) {
        boolean preflight =
                request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
        if (SAFE.contains(request.getMethod()) && !preflight) {
            return null;
        }
        return isOurs(request)
                ? null
                : ProblemException.of(
                        HttpStatus.FORBIDDEN,
                        "FOREIGN_ORIGIN",
                        "A page of another origin may not change anything here.");
    }

    private boolean isOurs(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null) {
            String lower = origin.toLowerCase(Locale.ROOT);
            String own = request.getScheme() + "://" + request.getHeader("Host");
            return lower.equals(own.toLowerCase(Locale.ROOT)) || further.contains(lower);
        }
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null || site.equals("same-origin") || site.equals("none");
    }
}
