package dev.chainrule.history;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.SeriesGroup.Series;
import dev.chainrule.engine.train.TrainingListener.LayerInfo;
import dev.chainrule.history.RunReader.OpenRun;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The layers of a run with what was last reported of them. */
final class LayerViews {

    private static final String HEALTHY = "HEALTHY";
    private static final String VANISHING = "VANISHING_GRADIENT";

    private LayerViews() {}

    /**
     * One layer.
     *
     * @param shape of its weight matrix: units, inputs
     * @param health HEALTHY, or the code of the worst finding about it, or of a gradient that has vanished above it
     * @param findings codes of all findings about it
     * @param latest last value of each of its series, by the series' name without the layer's: {@code gradientNorm}, {@code
     *     gradientNorm.weight}, {@code updateRatio}, {@code deadFraction}, …
     */
    record LayerView(
            String name,
            String type,
            List<Long> shape,
            long parameters,
            String health,
            List<String> findings,
            @JsonAnyGetter Map<String, Double> latest) {}

    static List<LayerView> of(OpenRun run) {
        List<Finding> findings = run.findings(0);
        Map<String, Double> latest = latest(run);
        List<LayerInfo> layers = run.plan().layers();
        int starved = starved(layers, findings);
        return IntStream.range(0, layers.size())
                .mapToObj(i -> view(
                        layers.get(i),
                        findings,
                        i < starved ? VANISHING : HEALTHY,
                        ofLayer(run, layers.get(i).name(), latest)))
                .toList();
    }

    /** How many layers, from the input on, lie below one where the gradient has vanished: they get even less of it. */
    private static int starved(List<LayerInfo> layers, List<Finding> findings) {
        return IntStream.range(0, layers.size())
                .filter(i -> findings.stream()
                        .anyMatch(finding -> finding.code().equals(VANISHING)
                                && layers.get(i).name().equals(finding.layer())))
                .max()
                .orElse(0);
    }

    private static LayerView view(LayerInfo layer, List<Finding> all, String otherwise, Map<String, Double> latest) {
        List<Finding> findings =
                all.stream().filter(f -> layer.name().equals(f.layer())).toList();
        String health = findings.stream()
                .max(Comparator.comparing(Finding::severity))
                .map(Finding::code)
                .orElse(otherwise);
        return new LayerView(
                layer.name(),
                layer.type(),
                List.of(layer.outputs(), layer.inputs()),
                layer.parameters(),
                health,
                findings.stream().map(Finding::code).toList(),
                latest);
    }

    private static Map<String, Double> ofLayer(OpenRun run, String layer, Map<String, Double> latest) {
        Map<String, Double> ofLayer = new LinkedHashMap<>();
        for (SeriesGroup group : run.plan().groups()) {
            for (Series series : group.series()) {
                Double value = latest.get(series.name());
                if (layer.equals(series.layer()) && value != null) {
                    ofLayer.put(series.name().replaceFirst("\\." + Pattern.quote(layer), ""), value);
                }
            }
        }
        return ofLayer;
    }

    /** The last value of each series, by its name. */
    static Map<String, Double> latest(OpenRun run) {
        Map<String, Double> latest = new LinkedHashMap<>();
        for (RunTable.Group group : run.groups()) {
            List<Series> series = run.plan().groups().get(group.groupNo()).series();
            double[] row = group.lastRow();
            for (int s = 0; row != null && s < series.size(); s++) {
                latest.put(series.get(s).name(), row[s + 2]);
            }
        }
        return latest;
    }

    /** The first value of a series after a step; NaN where there is none. */
    static double firstAfter(OpenRun run, String name, long step) {
        for (RunTable.Group group : run.groups()) {
            List<Series> series = run.plan().groups().get(group.groupNo()).series();
            int s = series.stream().map(Series::name).toList().indexOf(name);
            if (s >= 0) {
                GroupReader reader = run.group(group.groupNo());
                long row = reader.rowsUpTo(step);
                return row < reader.rows() ? reader.values(s + 2, row, row + 1)[0] : Double.NaN;
            }
        }
        return Double.NaN;
    }
}
