package dev.chainrule.history;

import dev.chainrule.engine.train.TrainingListener.Histogram;
import dev.chainrule.history.HistogramTable.Listed;
import dev.chainrule.history.RunReader.OpenRun;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Histograms over steps, layer by layer and kind by kind. */
final class HistogramViews {

    static final int MOST_STEPS = 1000;

    private static final List<String> KINDS = List.of("gradient", "weight", "activation", "update");
    private static final long MOST_HISTOGRAMS = 20_000;

    private HistogramViews() {}

    /**
     * Histograms of one kind of one layer. All arrays have one element a step.
     *
     * @param total histograms in the range; where it is more than there are steps here, they are evenly chosen, the first and the last
     *     among them
     * @param min left edge of the first bin
     * @param max right edge of the last bin
     * @param counts one array a step; its bins have equal widths
     */
    record HistogramView(
            String layer, String kind, int total, long[] steps, double[] min, double[] max, List<long[]> counts) {}

    /** Steps and histograms asked for; null is no bound, or all. */
    record Query(
            @Nullable String layer,
            @Nullable String kind,
            @Nullable Long from,
            @Nullable Long to,
            int maxPoints) {

        /** @throws ProblemException 422 */
        Query {
            if (kind != null && !KINDS.contains(kind)) {
                String message = "There is no kind " + ProblemException.abbreviate(kind) + " of histogram.";
                throw ProblemException.unprocessable(
                        new Fault("kind", "UNKNOWN_VALUE", message, KINDS, Names.nearest(kind, KINDS)));
            }
            if (maxPoints < 1 || maxPoints > MOST_STEPS) {
                throw ProblemException.unprocessable(new Fault(
                        "maxPoints",
                        "OUT_OF_RANGE",
                        "maxPoints must be 1 to " + MOST_STEPS + ", was " + maxPoints + "."));
            }
        }
    }

    static List<HistogramView> of(OpenRun run, Query query) {
        requireLayer(run, query.layer());
        long from = query.from() == null ? Long.MIN_VALUE : query.from();
        long to = query.to() == null ? Long.MAX_VALUE : query.to();
        Map<List<String>, List<Listed>> lists = new LinkedHashMap<>();
        for (Listed listed : run.tables().histograms().list(run.runNo(), query.layer(), query.kind(), from, to)) {
            lists.computeIfAbsent(List.of(listed.layer(), listed.kind()), k -> new ArrayList<>())
                    .add(listed);
        }
        if ((long) lists.size() * query.maxPoints() > MOST_HISTOGRAMS) {
            String message = lists.size() + " times up to " + query.maxPoints()
                    + " histograms are too much for one answer: name a layer or a kind, or ask for fewer points.";
            throw ProblemException.unprocessable(new Fault("maxPoints", "TOO_MANY_POINTS", message));
        }
        return lists.values().stream()
                .map(list -> view(run, list, query.maxPoints()))
                .toList();
    }

    private static void requireLayer(OpenRun run, @Nullable String layer) {
        List<String> layers = run.plan().layers().stream().map(l -> l.name()).toList();
        if (layer != null && !layers.contains(layer)) {
            String message = "There is no layer " + ProblemException.abbreviate(layer) + ".";
            throw ProblemException.unprocessable(
                    new Fault("layer", "UNKNOWN_LAYER", message, layers, Names.nearest(layer, layers)));
        }
    }

    private static HistogramView view(OpenRun run, List<Listed> list, int maxPoints) {
        int n = Math.min(list.size(), maxPoints);
        long[] steps = new long[n];
        double[] min = new double[n];
        double[] max = new double[n];
        List<long[]> counts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Histogram histogram = run.tables().histograms().get(run.runNo(), list.get(chosen(i, n, list.size())));
            steps[i] = histogram.step();
            min[i] = histogram.min();
            max[i] = histogram.max();
            counts.add(histogram.counts());
        }
        Listed first = list.getFirst();
        return new HistogramView(first.layer(), first.kind(), list.size(), steps, min, max, counts);
    }

    /** The i-th of n indices spread evenly over size, the last index last. */
    private static int chosen(int i, int n, int size) {
        return n == 1 ? size - 1 : (int) ((long) i * (size - 1) / (n - 1));
    }
}
