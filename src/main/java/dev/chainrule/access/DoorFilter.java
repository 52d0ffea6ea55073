package dev.chainrule.access;

import dev.chainrule.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away at once what the crowd has no room for, before a request is observed, its key looked up or its place waited for: a service
 * that is asked for ten times what it can do spends its time on what it serves, not on refusals. What passes here may still be
 * refused by the {@link CrowdFilter}, which stands behind the gates, so that a stranger takes no place.
 */
final class DoorFilter extends OncePerRequestFilter {

    private final CrowdFilter crowd;
    private final ProblemWriter problems;

    DoorFilter(CrowdFilter crowd, ProblemWriter problems) {
        this.crowd = crowd;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !crowd.isFull() || crowd.shouldNotFilter(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        problems.write(CrowdFilter.busy(), request, response);
    }
}
