package dev.chainrule.engine.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Series that are reported together, one row at a time.
 *
 * @param name "step", "epoch" or "activation"
 * @param series in the order of a row's values
 */
public record SeriesGroup(String name, List<Series> series) {

    /**
     * One line of a chart.
     *
     * @param name public name, e.g. {@code gradientNorm.layer1.weight}
     * @param unit "1", "nats", a share …
     * @param layer name of the layer it speaks of, null where it speaks of the whole network
     */
    public record Series(String name, String unit, @Nullable String layer) {}
}
