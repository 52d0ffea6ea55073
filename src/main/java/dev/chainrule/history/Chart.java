package dev.chainrule.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Series ready to draw.
 *
 * @param series in the run's order
 * @param eventId the place in the stream of events that this chart reaches: followed from there, no row is missing or told twice
 */
public record Chart(List<Line> series, String eventId) {

    /**
     * One series. All arrays have one element a point; numbers that are not finite are null in JSON.
     *
     * @param group series of one group share their steps
     * @param total rows in the range
     * @param reduced whether a point speaks of several rows; then {@code min} and {@code max} are the extremes of all of them, and
     *     {@code steps} and {@code epochs} are those of the last
     * @param values the numbers themselves, or the mean (the last, the greatest) of each point's
     * @param nonFinite what is not a number in JSON: the point's index and the value
     */
    public record Line(
            String name,
            String unit,
            @Nullable String layer,
            String group,
            long total,
            boolean reduced,
            long[] steps,
            int[] epochs,
            double[] values,
            double[] min,
            double[] max,
            List<Hole> nonFinite) {}

    /** @param value {@code NaN}, {@code Infinity} or {@code -Infinity} */
    public record Hole(int index, String value) {}
}
