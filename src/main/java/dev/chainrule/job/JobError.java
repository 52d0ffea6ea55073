package dev.chainrule.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a job failed.
 *
 * @param code DIVERGED, CRASHED, POISON, OUT_OF_MEMORY, INTERNAL, or the code of a problem found while the data was prepared
 * @param message one sentence
 * @param layer layer in which a number stopped being finite
 * @param step step at which it happened
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobError(
        String code,
        String message,
        @Nullable String layer,
        @Nullable Long step) {

    static final int LONGEST_MESSAGE = 2000;

    public JobError {
        message = message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }

    static JobError of(String code, String message) {
        return new JobError(code, message, null, null);
    }
}
