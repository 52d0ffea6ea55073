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

@Formula("h = scale * (h_prev - mean) / sqrt(variance + epsilon) + offset, each example over its units")
@Help(
        "Brings each example to mean 0 and variance 1 over its units, then scales and shifts them (Ba, Kiros and Hinton 2016).")
public record LayerNormalization(
        @Help("Added to the variance, so that it is never 0.") @Default("1e-5") @Range(min = 0, max = 1, openMin = true)
        double epsilon,

        @Help("Name in histories.") @Nullable String name)
        implements LayerSpec {
    public LayerNormalization {
        Member.check(LayerNormalization.class, epsilon);
    }

    @Override
    public LayerNormalization named(String newName) {
        return new LayerNormalization(epsilon, newName);
    }

    @Override
    public boolean repeats() {
        return true;
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
    public long numbersPerExample(long inputs) {
        return 3 * inputs + 1; // xHat, h; dJ/dh_prev; factor
    }

    @Override
    public long tangentNumbersPerExample(long inputs) {
        return NormalizationTangent.PER_EXAMPLE * inputs + NormalizationTangent.PER_LINE;
    }

    @Override
    public List<SpecFault> faults(long inputs, String pointer) {
        if (inputs != 1) {
            return List.of();
        }
        String message = "Layer \"%s\": over 1 unit it always gives its offset; it needs 2 units or more.";
        return List.of(new SpecFault(pointer, "SINGLE_UNIT", message.formatted(name)));
    }

    @Override
    public void reserve(Parameters.Layout layout, long inputs) {
        layout.add(name + ".scale", inputs, 1);
        layout.add(name + ".offset", inputs, 1);
    }

    @Override
    public void initialize(Workshop shop) {
        InPlace.fill(shop.theta(name + ".scale"), 1);
    }

    @Override
    public Layer build(Workshop shop, long inputs) {
        return new LayerNormalizationLayer(this, shop, inputs);
    }
}
