package dev.chainrule.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.history.Chart.Hole;
import dev.chainrule.history.Chart.Line;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A chart as a caller sees it: with the arrays that were asked for, as exactly as was asked for. */
@Schema(name = "Chart")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChartView(List<LineView> series, @Nullable List<AxisView> axes, String eventId) {

    /** The steps that all series of a group share. */
    @Schema(name = "GroupAxis")
    record AxisView(String group, long[] steps) {}

    /** A {@link Line}; what was not asked for is not there. */
    @Schema(name = "Line")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineView(
            String name,
            String unit,
            @JsonInclude @Nullable String layer,
            String group,
            long total,
            boolean reduced,
            long @Nullable [] steps,
            int @Nullable [] epochs,
            double @Nullable [] values,
            double @Nullable [] min,
            double @Nullable [] max,
            List<Hole> nonFinite) {}

    /** The arrays of a line; {@code axes} in the place of {@code steps} tells those of a group once. */
    enum Part {
        STEPS,
        EPOCHS,
        VALUES,
        MIN,
        MAX,
        AXES;

        static final List<String> NAMES = Arrays.stream(values())
                .map(part -> part.name().toLowerCase(Locale.ROOT))
                .toList();

        private static final Set<Part> OF_A_LINE = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(AXES)));
    }

    /**
     * How much of a chart is told.
     *
     * @param digits significant digits of values and extremes; null: every bit
     */
    record Detail(Set<Part> parts, @Nullable Integer digits) {

        static final Detail ALL = new Detail(Part.OF_A_LINE, null);

        /** @throws ProblemException 422 with every fault */
        static Detail of(@Nullable List<String> parts, @Nullable Integer digits) {
            List<Fault> faults = new ArrayList<>();
            Set<Part> known = parts == null ? Part.OF_A_LINE : EnumSet.noneOf(Part.class);
            for (String name : parts == null ? List.<String>of() : parts) {
                if (Part.NAMES.contains(name)) {
                    known.add(Part.valueOf(name.toUpperCase(Locale.ROOT)));
                } else {
                    String message = "There is no part " + ProblemException.abbreviate(name) + ".";
                    faults.add(new Fault("parts", "UNKNOWN_VALUE", message, Part.NAMES, null));
                }
            }
            if (digits != null && (digits < 1 || digits > Digits.MOST)) {
                String message = "digits must be 1 to " + Digits.MOST + ", was " + digits + ".";
                faults.add(new Fault("digits", "OUT_OF_RANGE", message));
            }
            if (!faults.isEmpty()) {
                throw ProblemException.unprocessable(faults.getFirst().code(), faults);
            }
            return new Detail(known, digits);
        }

        private boolean has(Part part) {
            return parts.contains(part);
        }

        private double @Nullable [] numbers(Part part, double[] exact) {
            if (!has(part)) {
                return null;
            }
            return digits == null ? exact : Digits.round(exact, digits);
        }
    }

    static ChartView of(Chart chart, Detail detail) {
        return new ChartView(
                chart.series().stream().map(line -> view(line, detail)).toList(),
                detail.has(Part.AXES) ? axes(chart.series()) : null,
                chart.eventId());
    }

    private static List<AxisView> axes(List<Line> lines) {
        Map<String, long[]> steps = new LinkedHashMap<>();
        lines.forEach(line -> steps.putIfAbsent(line.group(), line.steps()));
        return steps.entrySet().stream()
                .map(axis -> new AxisView(axis.getKey(), axis.getValue()))
                .toList();
    }

    private static LineView view(Line line, Detail detail) {
        return new LineView(
                line.name(),
                line.unit(),
                line.layer(),
                line.group(),
                line.total(),
                line.reduced(),
                detail.has(Part.STEPS) ? line.steps() : null,
                detail.has(Part.EPOCHS) ? line.epochs() : null,
                detail.numbers(Part.VALUES, line.values()),
                detail.numbers(Part.MIN, line.min()),
                detail.numbers(Part.MAX, line.max()),
                line.nonFinite());
    }
}
