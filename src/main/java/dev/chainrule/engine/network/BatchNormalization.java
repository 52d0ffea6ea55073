package dev.chainrule.engine.network;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Formula(
        "h = scale * (h_prev - mean) / sqrt(variance + epsilon) + offset, each unit over the batch; running statistics when predicting")
@Help("Brings each unit to mean 0 and variance 1 over the batch, then scales and shifts it (Ioffe and Szegedy 2015).")
public record BatchNormalization(
        @Help("Share of the running statistics that a step leaves as it is.")
        @Default("0.9")
        @Range(min = 0, max = 1, openMax = true)
        double momentum,

        @Help("Added to the variance, so that it is never 0.") @Default("1e-5") @Range(min = 0, max = 1, openMin = true)
        double epsilon,

        @Help("Name in histories.") @Nullable String name)
        implements LayerSpec {
    public BatchNormalization {
        Member.check(BatchNormalization.class, momentum, epsilon);
    }

    @Override
    public BatchNormalization named(String newName) {
        return new BatchNormalization(momentum, epsilon, newName);
    }

    /** False: an example's loss depends on those beside it. */
    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public long outputs(long inputs) {
        return inputs;
    }

    @Override
    public long parameters(long inputs) {
        return 2 * inputs; // scale, offset
    }

    @Override
    public long statistics(long inputs) {
        return 2 * inputs; // running mean and variance
    }

    @Override
    public long numbers(long inputs) {
        return 3 * inputs; // mean, variance, factor of the batch
    }

    @Override
    public long numbersPerExample(long inputs) {
        return 3 * inputs; // xHat, h; dJ/dh_prev
    }

    @Override
    public long tangentNumbers(long inputs) {
        return NormalizationTangent.PER_LINE * inputs;
    }

    @Override
    public long tangentNumbersPerExample(long inputs) {
        return NormalizationTangent.PER_EXAMPLE * inputs;
    }

    @Override
    public List<SpecFault> faults(long inputs, String pointer) {
        return List.of();
    }

    @Override
    public void reserve(Parameters.Layout layout, long inputs) {
        layout.add(name + ".scale", inputs, 1);
        layout.add(name + ".offset", inputs, 1);
        layout.addStatistic(name + ".mean", inputs);
        layout.addStatistic(name + ".variance", inputs);
    }

    @Override
    public void initialize(Workshop shop) {
        InPlace.fill(shop.theta(name + ".scale"), 1);
        InPlace.fill(shop.statistic(name + ".variance"), 1);
    }

    @Override
    public Layer build(Workshop shop, long inputs) {
        return new BatchNormalizationLayer(this, shop, inputs);
    }
}
