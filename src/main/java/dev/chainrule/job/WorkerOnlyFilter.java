package dev.chainrule.job;

import dev.chainrule.web.ProblemException;
import dev.chainrule.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** An instance that only trains answers nobody but those who ask for its health. */
@Component
@ConditionalOnProperty(name = "chainrule.role", havingValue = "worker")
final class WorkerOnlyFilter extends OncePerRequestFilter {

    private static final String ACTUATOR = "/actuator/";
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");
    private static final int RETRY_SECONDS = 60;

    private final ProblemWriter problems;

    WorkerOnlyFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (path.startsWith(ACTUATOR) || PROBES.contains(path)) {
            chain.doFilter(request, response);
            return;
        }
        ProblemException refusal = new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "WORKER_ONLY",
                "This instance trains and answers no callers; ask one whose chainrule.role is server or all.",
                List.of(),
                Map.of("retryAfterSeconds", RETRY_SECONDS));
        problems.write(refusal, request, response);
    }
}
