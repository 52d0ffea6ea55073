package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** One reason not to serve a request. */
@FunctionalInterface
interface Gate {

    /** Why the request is refused; null where it may pass. */
    @Nullable
    ProblemException refusal(HttpServletRequest request);
}
