package dev.chainrule.bench;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One axis of a {@link Plot}.
 *
 * @param title with the unit
 * @param logarithmic whether equal factors, not differences, are equally long
 * @param from at its beginning
 * @param to at its end
 * @param ticks where it is labeled
 */
record Axis(String title, boolean logarithmic, double from, double to, List<Double> ticks) {

    /** Room beyond the outermost values of a logarithmic axis, a factor. */
    private static final double MARGIN = 1.4;

    /** A logarithmic axis over all values, labeled at 1, 2 and 5 of each decade, or at decades alone where these are many. */
    static Axis logarithmic(String title, DoubleStream values) {
        DoubleSummaryStatistics range = values.summaryStatistics();
        double from = range.getMin() / MARGIN;
        double to = range.getMax() * MARGIN;
        List<Double> ticks = new ArrayList<>();
        double[] steps = to / from > 2000 ? new double[] {1} : new double[] {1, 2, 5};
        for (double decade = Math.pow(10, Math.floor(Math.log10(from))); decade <= to; decade *= 10) {
            for (double step : steps) {
                ticks.add(step * decade);
            }
        }
        ticks.removeIf(tick -> tick < from || tick > to);
        return new Axis(title, true, from, to, ticks);
    }

    /** A logarithmic axis labeled at the values that were set. */
    static Axis logarithmic(String title, List<Integer> values) {
        List<Double> ticks = values.stream().map(Integer::doubleValue).toList();
        return new Axis(title, true, ticks.getFirst() / MARGIN, ticks.getLast() * MARGIN, ticks);
    }

    /** A linear axis from 0 past the last value, labeled at the values that were set. */
    static Axis linear(String title, List<Integer> values) {
        List<Double> ticks = values.stream().map(Integer::doubleValue).toList();
        return new Axis(title, false, 0, ticks.getLast() * 1.08, ticks);
    }

    /** Where a value is, from 0 to 1. */
    double at(double value) {
        return logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    }
}
