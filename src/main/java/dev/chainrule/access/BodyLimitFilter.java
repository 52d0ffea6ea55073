package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import dev.chainrule.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads no more of a body than its path may have: 413, whether or not the length was told beforehand. */
final class BodyLimitFilter extends OncePerRequestFilter {

    private final AccessProperties properties;
    private final UploadPaths uploads;
    private final ProblemWriter problems;

    BodyLimitFilter(AccessProperties properties, ProblemWriter problems) {
        this.properties = properties;
        this.uploads = properties.uploads();
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean upload = uploads.contains(request.getServletPath());
        long limit = (upload ? properties.uploadLimit() : properties.bodyLimit()).toBytes();
        if (request.getContentLengthLong() > limit) {
            problems.write(ProblemException.tooLarge(limit), request, response);
            return;
        }
        chain.doFilter(new LimitedRequest(request, limit), response);
    }
}
