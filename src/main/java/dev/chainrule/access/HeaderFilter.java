package dev.chainrule.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells browsers what our pages never do: run foreign or inline scripts, sit in a frame, leak their address. */
final class HeaderFilter extends OncePerRequestFilter {

    private static final String POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    /** Swagger UI writes style attributes. */
    private static final String SWAGGER_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getServletPath();
        response.setHeader("Content-Security-Policy", path.startsWith("/swagger-ui/") ? SWAGGER_POLICY : POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (isPrivate(path)) {
            response.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }

    /** The catalog and the schemas are the same for everyone, and say themselves how long they hold. */
    private static boolean isPrivate(String path) {
        boolean described = path.equals("/api/v1/catalog") || path.startsWith("/api/v1/schemas/");
        return (path.equals("/api") || path.startsWith("/api/")) && !described;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }
}
