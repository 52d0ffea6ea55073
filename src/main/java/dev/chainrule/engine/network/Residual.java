package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A part without a name is given one as soon as the whole has one: that of the whole, an underscore and its place, from 1. */
@Formula("h = h_prev + F(h_prev), F the layers inside one after the other")
@Help("Layers with a connection that skips them, so that gradients pass unhindered (He et al. 2016).")
public record Residual(
        @Help("Layers that are skipped, in order; their last output has as many units as their input.")
        List<LayerSpec> layers,

        @Help("Name in histories.") @Nullable String name)
        implements LayerSpec {

    public Residual {
        layers = name == null ? List.copyOf(layers) : withNames(layers, name);
    }

    private static List<LayerSpec> withNames(List<LayerSpec> layers, String name) {
        List<LayerSpec> named = new ArrayList<>();
        for (LayerSpec layer : layers) {
            named.add(layer.name() == null ? layer.named(name + "_" + (named.size() + 1)) : layer);
        }
        return List.copyOf(named);
    }

    @Override
    public Residual named(String newName) {
        return new Residual(layers, newName);
    }

    @Override
    public List<LayerSpec> parts() {
        return layers;
    }

    /** The same skip connection around other layers. */
    public Residual map(UnaryOperator<LayerSpec> change) {
        return new Residual(layers.stream().map(change).toList(), name);
    }

    @Override
    public boolean repeats() {
        return layers.stream().allMatch(LayerSpec::repeats);
    }

    @Override
    public long outputs(long inputs) {
        return inputs;
    }

    @Override
    public long parameters(long inputs) {
        return Stack.sum(layers, inputs, LayerSpec::parameters);
    }

    @Override
    public long statistics(long inputs) {
        return Stack.sum(layers, inputs, LayerSpec::statistics);
    }

    @Override
    public long numbers(long inputs) {
        return Stack.sum(layers, inputs, LayerSpec::numbers);
    }

    @Override
    public long numbersPerExample(long inputs) {
        return Stack.sum(layers, inputs, LayerSpec::numbersPerExample) + 2 * inputs; // h; dJ/dh_prev
    }

    @Override
    public long tangentNumbers(long inputs) {
        return Stack.sum(layers, inputs, LayerSpec::tangentNumbers);
    }

    @Override
    public long tangentNumbersPerExample(long inputs) {
        return Stack.sum(layers, inputs, LayerSpec::tangentNumbersPerExample) + 2 * inputs; // R{h}; R{dJ/dh_prev}
    }

    @Override
    public List<SpecFault> faults(long inputs, String pointer) {
        List<SpecFault> faults = new ArrayList<>();
        String here = pointer + "/layers";
        if (layers.isEmpty()) {
            String message = "Layer \"%s\": a skip connection needs at least one layer to skip.";
            return List.of(new SpecFault(here, "EMPTY", message.formatted(name)));
        }
        long rows = inputs;
        for (int i = 0; i < layers.size(); i++) {
            faults.addAll(layers.get(i).faults(rows, here + "/" + i));
            rows = layers.get(i).outputs(rows);
        }
        if (rows != inputs) {
            String message = "Layer \"%s\": %d values go in and %d come out; to be added they must be as many.";
            faults.add(new SpecFault(here, "SHAPE_MISMATCH", message.formatted(name, inputs, rows)));
        }
        return faults;
    }

    @Override
    public void reserve(Parameters.Layout layout, long inputs) {
        Stack.walk(layers, inputs, (part, rows) -> part.reserve(layout, rows));
    }

    @Override
    public void initialize(Workshop shop) {
        layers.forEach(part -> part.initialize(shop));
    }

    @Override
    public void penalize(Penalties penalties, @Nullable Regularizer fallback) {
        layers.forEach(part -> part.penalize(penalties, fallback));
    }

    @Override
    public Layer build(Workshop shop, long inputs) {
        List<Layer> parts = new ArrayList<>();
        Stack.walk(layers, inputs, (part, rows) -> parts.add(part.build(shop, rows)));
        return new ResidualLayer(parts, shop, inputs);
    }
}
