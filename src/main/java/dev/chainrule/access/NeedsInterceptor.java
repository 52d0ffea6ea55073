package dev.chainrule.access;

import dev.chainrule.web.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds callers to what a controller {@link Needs}. It asks the controller, not the path, which has many spellings. */
final class NeedsInterceptor implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        Needs needs = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Needs.class);
        ProblemException refusal = needs == null ? null : KeyGate.refusal(Caller.of(request), needs.value());
        if (refusal != null) {
            throw refusal;
        }
        return true;
    }
}
