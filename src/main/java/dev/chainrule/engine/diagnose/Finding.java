package dev.chainrule.engine.diagnose;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something worth saying about a run.
 *
 * @param code e.g. VANISHING_GRADIENT
 * @param severity how much it matters
 * @param layer layer it concerns, null for the whole network
 * @param fromStep first step at which it held
 * @param evidence numbers behind it, by name
 * @param explanation one or two plain sentences
 * @param patch JSON merge patch of the job's spec that would help; empty where none would
 */
public record Finding(
        String code,
        Severity severity,
        @Nullable String layer,
        long fromStep,
        Map<String, Double> evidence,
        String explanation,
        Map<String, Object> patch) {

    /** How much a finding matters. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
