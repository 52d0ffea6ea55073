package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import dev.chainrule.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Asks each gate in turn, before anything else looks at the request. */
final class GateFilter extends OncePerRequestFilter {

    private final List<Gate> gates;
    private final KeyRing keys;
    private final ProblemWriter problems;

    GateFilter(List<Gate> gates, KeyRing keys, ProblemWriter problems) {
        this.gates = gates;
        this.keys = keys;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        for (Gate gate : gates) {
            ProblemException refusal = gate.refusal(request);
            if (refusal != null) {
                if (refusal.status() == HttpStatus.UNAUTHORIZED) {
                    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                }
                problems.write(refusal, request, response);
                return;
            }
        }
        Caller caller = Caller.of(request);
        chain.doFilter(
                request, caller.prefix() == null ? response : new HeldResponse(response, () -> keys.stillHeld(caller)));
    }
}
