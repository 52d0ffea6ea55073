package dev.chainrule.engine.network;

import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Formula("h = m * h_prev / (1 - rate), m ~ Bernoulli(1 - rate); identity when predicting")
@Help("Drops a random share of units at each training step (Srivastava et al. 2014, inverted scaling).")
public record Dropout(
        @Help("Share of units dropped.") @Range(min = 0, max = 1, openMax = true)
        double rate,

        @Help("Name in histories.") @Nullable String name)
        implements LayerSpec {
    public Dropout {
        Member.check(Dropout.class, rate);
    }

    @Override
    public Dropout named(String newName) {
        return new Dropout(rate, newName);
    }

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
        return 0;
    }

    @Override
    public long numbersPerExample(long inputs) {
        return 3 * inputs; // mask, h; mask * g
    }

    @Override
    public long tangentNumbersPerExample(long inputs) {
        return inputs; // R{h}, then R{mask * g}
    }

    @Override
    public List<SpecFault> faults(long inputs, String pointer) {
        return List.of();
    }

    @Override
    public void reserve(Parameters.Layout layout, long inputs) {
        // nothing to learn
    }

    @Override
    public void initialize(Workshop shop) {
        // nothing to learn
    }

    @Override
    public Layer build(Workshop shop, long inputs) {
        return new DropoutLayer(this, shop, inputs);
    }
}
