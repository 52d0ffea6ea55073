package dev.chainrule.engine.network;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

@Formula("h = f(W h_prev + b)")
@Help("Fully connected layer.")
public record Dense(
        @Help("Number of units.") @Range(min = 1, max = 1_000_000)
        int units,

        @Help("What it does to its pre-activation.") @Default("linear")
        Activation activation,

        @Help("Name in histories.") @Nullable String name,

        @Help("First weights.") @Default("glorot_uniform") Initializer initializer,

        @Help("Whether there is a bias b.") @Default("true") boolean useBias,

        @Help("Penalty on W; null takes the model's.") @Nullable
        Regularizer regularizer,

        @Help("Penalty on b.") @Nullable Regularizer biasRegularizer,
        @Help("W itself, units x inputs.") double @Nullable [][] initialWeights,
        @Help("b itself, one value a unit.") double @Nullable [] initialBias)
        implements LayerSpec {
    public Dense {
        Member.check(Dense.class, units);
    }

    /** A layer with every other setting at its default. */
    public static Dense of(int units, Activation activation) {
        return new Dense(units, activation, null, new Initializer.GlorotUniform(), true, null, null, null, null);
    }

    /** The same layer with another activation, its first weights drawn by this initializer. */
    public Dense restarted(Activation newActivation, Initializer newInitializer) {
        return new Dense(units, newActivation, name, newInitializer, useBias, regularizer, biasRegularizer, null, null);
    }

    @Override
    public Dense named(String newName) {
        return new Dense(
                units,
                activation,
                newName,
                initializer,
                useBias,
                regularizer,
                biasRegularizer,
                initialWeights,
                initialBias);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public long outputs(long inputs) {
        return units;
    }

    @Override
    public long parameters(long inputs) {
        return units * (inputs + (useBias ? 1 : 0));
    }

    @Override
    public long numbersPerExample(long inputs) {
        return 3L * units + inputs; // a, h and delta; W' delta
    }

    @Override
    public long tangentNumbersPerExample(long inputs) {
        return DenseTangent.numbersPerExample(units, inputs);
    }

    @Override
    public List<SpecFault> faults(long inputs, String pointer) {
        return DenseCheck.of(this, inputs, pointer);
    }

    @Override
    public void reserve(Parameters.Layout layout, long inputs) {
        layout.add(name + ".weight", units, inputs);
        if (useBias) {
            layout.add(name + ".bias", units, 1);
        }
    }

    @Override
    public void initialize(Workshop shop) {
        INDArray w = shop.theta(name + ".weight");
        if (initialWeights == null) {
            initializer.fill(w, shop.random("weight", NetworkSpec.nameOf(this)));
        } else {
            OffHeap.fromRows(w, initialWeights);
        }
        if (initialBias != null) {
            OffHeap.fromDoubles(shop.theta(name + ".bias"), initialBias);
        }
    }

    @Override
    public void penalize(Penalties penalties, @Nullable Regularizer fallback) {
        penalties.add(regularizer == null ? fallback : regularizer, name + ".weight");
        penalties.add(biasRegularizer, name + ".bias");
    }

    @Override
    public Layer build(Workshop shop, long inputs) {
        return new DenseLayer(this, activation, shop, inputs);
    }
}
