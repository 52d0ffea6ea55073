package dev.chainrule.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers every exception with a problem document. What nobody expected becomes 500 with an id that stands in the log
 * beside the stack trace; the answer itself says nothing of the inside.
 */
@RestControllerAdvice
public final class ProblemAdvice {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /**
     * @throws Throwable the same again where the answer has begun: the server then cuts the connection, so that the client
     *     does not take half an answer for a whole one
     */
    @ExceptionHandler(Throwable.class)
    @Nullable
    ResponseEntity<Problem> answer(Throwable e, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            return null;
        }
        if (response.isCommitted()) {
            throw e;
        }
        ProblemException known = Problems.of(e);
        ProblemException problem = known == null ? unexpected(e, request) : known;
        HttpHeaders headers = headers(e, problem);
        if (response.getHeader(HttpHeaders.CACHE_CONTROL) == null) {
            headers.setCacheControl(CacheControl.noStore());
        }
        return new ResponseEntity<>(Problem.of(problem, request.getRequestURI()), headers, problem.status());
    }

    private static HttpHeaders headers(Throwable e, ProblemException problem) {
        HttpHeaders headers = new HttpHeaders();
        if (e instanceof ErrorResponse known) {
            headers.putAll(known.getHeaders());
        }
        Long seconds = problem.retryAfterSeconds();
        if (seconds != null) {
            headers.set(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return headers;
    }

    /** Logs what nobody expected under a new id, and tells only the id. */
    static ProblemException unexpected(Throwable e, HttpServletRequest request) {
        String id = UUID.randomUUID().toString();
        log.error("error {} at {} {}", id, request.getMethod(), request.getRequestURI(), e);
        String detail = "Something went wrong inside; the log says more under " + id + ".";
        return ProblemException.of(HttpStatus.INTERNAL_SERVER_ERROR, "INTERNAL", detail);
    }
}
