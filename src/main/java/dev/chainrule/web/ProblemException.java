package dev.chainrule.web;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A request that cannot be served, as an RFC 9457 problem document. The message is shown to the caller. */
public final class ProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final transient List<Fault> faults;
    private final transient Map<String, Object> extra;

    public ProblemException(
            HttpStatus status, String code, String detail, List<Fault> faults, Map<String, Object> extra) {
        super(detail);
        this.status = status;
        this.code = code;
        this.faults = List.copyOf(faults);
        this.extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /** 422 with every fault at once. */
    public static ProblemException unprocessable(String code, List<Fault> faults) {
        String detail = faults.size() == 1 ? faults.getFirst().message() : faults.size() + " things are wrong.";
        return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, code, detail, faults, Map.of());
    }

    /** 422 with one fault whose code is the document's. */
    public static ProblemException unprocessable(Fault fault) {
        return unprocessable(fault.code(), List.of(fault));
    }

    /** 404 for an id that is not there. */
    public static ProblemException notFound(String what, String id) {
        return of(HttpStatus.NOT_FOUND, "NOT_FOUND", "There is no " + what + " " + abbreviate(id) + ".");
    }

    /**
     * 413 for a body that is too large.
     *
     * @param limit in bytes, negative where it is not known
     */
    public static ProblemException tooLarge(long limit) {
        String most = limit < 0 ? "" : " of " + limit + " bytes";
        return of(HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", "The body is over the limit" + most + ".");
    }

    /** Any other status. */
    public static ProblemException of(HttpStatus status, String code, String detail) {
        return new ProblemException(status, code, detail, List.of(), Map.of());
    }

    /** At most 40 characters of a value, for messages. */
    public static String abbreviate(String value) {
        return value.length() <= 40 ? value : value.substring(0, 39) + "…";
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<Fault> faults() {
        return faults;
    }

    /** Further members of the document, e.g. {@code allowedActions}. */
    public Map<String, Object> extra() {
        return extra;
    }

    /** When to ask again, as the document's member {@code retryAfterSeconds} and the header Retry-After tell; null where they do not. */
    @Nullable
    Long retryAfterSeconds() {
        return extra.get("retryAfterSeconds") instanceof Number seconds ? Long.valueOf(seconds.longValue()) : null;
    }
}
