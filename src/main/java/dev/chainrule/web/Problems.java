package dev.chainrule.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

/** What the framework throws, in our words: no class name, no reference to a line of code. */
final class Problems {

    /** Where Jackson names its own code: {@code (from `Class.method()`)}, features to enable, the quoted source. */
    private static final Pattern NAMES_OF_CODE = Pattern.compile("(?s)"
            + " ?\\((from|enable|use|for|type) `[^`]*`( to allow)?\\)"
            + "|(, |: )?(from|enable|use|for|type) `[^`]*`( to allow)?"
            + "| ?\\([^()]*Feature[^()]*\\)|\\R.*| ?\\(?at \\[Source.*");

    private Problems() {}

    /** The problem behind an exception; null where nobody expected it. */
    static @Nullable ProblemException of(Throwable e) {
        return switch (e) {
            case ProblemException problem -> problem;
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch.getName(), mismatch);
            case TypeMismatchException mismatch ->
                mismatch(Objects.requireNonNullElse(mismatch.getPropertyName(), "a parameter"), mismatch);
            case MaxUploadSizeExceededException large -> ProblemException.tooLarge(large.getMaxUploadSize());
            case MissingServletRequestPartException missing ->
                missing("MISSING_PART", "The part " + missing.getRequestPartName() + " is missing.");
            case MultipartException broken -> multipart(broken);
            case ErrorResponse known -> known(known);
            case Answered answered -> answered.problem();
            default -> DatabaseOutage.is(e) ? DatabaseOutage.problem() : null;
        };
    }

    /** A problem of which nothing is known but its status. */
    static ProblemException of(HttpStatus status) {
        String detail = status == HttpStatus.NOT_FOUND ? "There is nothing here." : status.getReasonPhrase() + ".";
        return ProblemException.of(status, status.name(), detail);
    }

    private static ProblemException missing(String code, String detail) {
        return ProblemException.of(HttpStatus.BAD_REQUEST, code, detail);
    }

    private static ProblemException mismatch(String name, TypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        String expected = type == null
                ? "of another type"
                : type.isEnum()
                        ? "one of " + List.of(type.getEnumConstants())
                        : Number.class.isAssignableFrom(type) || type.isPrimitive() && type != boolean.class
                                ? "a number"
                                : type == boolean.class || type == Boolean.class ? "true or false" : "of another form";
        String value = ProblemException.abbreviate(String.valueOf(e.getValue()));
        Fault fault = new Fault(name, "WRONG_TYPE", name + " must be " + expected + ", was \"" + value + "\"");
        return new ProblemException(HttpStatus.BAD_REQUEST, "WRONG_TYPE", fault.message(), List.of(fault), Map.of());
    }

    private static ProblemException unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof StreamReadException syntax) {
                return malformed(syntax, syntax.getOriginalMessage());
            }
            if (cause instanceof MismatchedInputException trailing
                    && trailing.getOriginalMessage().startsWith("Trailing")) {
                return malformed(trailing, "Something follows the end of the JSON");
            }
            if (cause instanceof StreamConstraintsException limit) {
                return malformed(limit, limit.getOriginalMessage());
            }
            if (cause instanceof JacksonException binding) {
                return malformed(binding, "The JSON does not have the form expected here");
            }
        }
        return missing("MISSING_BODY", "The body is missing or cannot be read.");
    }

    /** What a part is read through may have refused it. */
    private static ProblemException multipart(MultipartException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
        }
        return ProblemException.of(HttpStatus.BAD_REQUEST, "MALFORMED_MULTIPART", "The multipart body cannot be read.");
    }

    private static ProblemException malformed(JacksonException e, String message) {
        TokenStreamLocation at = e.getLocation();
        int line = at == null ? -1 : at.getLineNr();
        int column = at == null ? -1 : at.getColumnNr();
        String where = line < 1 ? "" : " (line " + line + ", column " + column + ")";
        Map<String, Object> extra = new LinkedHashMap<>();
        if (line >= 1) {
            extra.put("line", line);
            extra.put("column", column);
        }
        String detail = plain(e, message) + where + ".";
        return new ProblemException(HttpStatus.BAD_REQUEST, "MALFORMED_JSON", detail, List.of(), extra);
    }

    /** Jackson's sentence without the names of its own classes and settings. */
    private static String plain(JacksonException e, String message) {
        String text = NAMES_OF_CODE.matcher(message).replaceAll("");
        return e instanceof StreamConstraintsException ? "JSON over a limit: " + text : text;
    }

    private static ProblemException known(ErrorResponse e) {
        HttpStatus status = Objects.requireNonNullElse(
                HttpStatus.resolve(e.getStatusCode().value()), HttpStatus.INTERNAL_SERVER_ERROR);
        return switch (e) {
            case MissingServletRequestParameterException parameter ->
                missing("MISSING_PARAMETER", "The parameter " + parameter.getParameterName() + " is missing.");
            case MissingRequestHeaderException header ->
                missing("MISSING_HEADER", "The header " + header.getHeaderName() + " is missing.");
            case HttpRequestMethodNotSupportedException method -> of(status, method.getMethod(), supported(method));
            case HttpMediaTypeNotSupportedException type ->
                of(status, "Content-Type " + type.getContentType(), MediaType.toString(type.getSupportedMediaTypes()));
            case HttpMediaTypeNotAcceptableException type ->
                of(status, "None of the accepted types", MediaType.toString(type.getSupportedMediaTypes()));
            default -> of(status);
        };
    }

    private static ProblemException of(HttpStatus status, String given, String possible) {
        String others = possible.isEmpty() ? "." : "; " + possible + " is.";
        String detail = ProblemException.abbreviate(given) + " is not possible here" + others;
        return ProblemException.of(status, status.name(), detail);
    }

    private static String supported(HttpRequestMethodNotSupportedException e) {
        String[] methods = e.getSupportedMethods();
        return methods == null ? "" : String.join(", ", methods);
    }
}
