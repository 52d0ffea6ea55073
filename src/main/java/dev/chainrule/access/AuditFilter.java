package dev.chainrule.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Leaves one row for each call that may change something, once it is answered and where its key was known: a stranger cannot fill the
 * table. It stands around the gates, so that what they refuse to a known key is told too.
 */
final class AuditFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(AuditFilter.class);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final int LONGEST_ID = 200;

    private final KeyRing keys;
    private final AuditTable table;

    AuditFilter(KeyRing keys, AuditTable table) {
        this.keys = keys;
        this.table = table;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return keys.isOff() || READING.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean answered = false;
        try {
            chain.doFilter(request, response);
            answered = true;
        } finally {
            int status = answered ? response.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR.value();
            leaveRow(request, response, status);
        }
    }

    private void leaveRow(HttpServletRequest request, HttpServletResponse response, int status) {
        Caller caller = Caller.of(request);
        if (caller.equals(Caller.NOBODY)) {
            return;
        }
        String resource = status < HttpStatus.BAD_REQUEST.value() ? resource(request, response) : null;
        try {
            table.add(caller, action(request), resource, status, request.getRemoteAddr());
        } catch (DataAccessException e) {
            LOG.warn("no row in the audit table for {} by {}: {}", action(request), caller.name(), status, e);
        }
    }

    /** The pattern and never the path: what a caller writes there may be anything. */
    private static String action(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String method = WRITING.contains(request.getMethod()) ? request.getMethod() : "another method";
        return method + " " + (pattern == null ? "refused at the door" : pattern);
    }

    /** What the answer says was made, else what the path names. */
    private static @Nullable String resource(HttpServletRequest request, HttpServletResponse response) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Object id = location != null
                ? location.substring(location.lastIndexOf('/') + 1)
                : variables instanceof Map<?, ?> map ? map.get("id") : null;
        return id instanceof String text && text.length() <= LONGEST_ID ? text : null;
    }
}
