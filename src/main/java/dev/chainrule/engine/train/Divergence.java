package dev.chainrule.engine.train;

import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.Slot;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.Probe;
import dev.chainrule.engine.optimize.Optimizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a step's numbers first stopped being finite, in the order they were computed: activations upwards, the loss, gradients
 * downwards.
 *
 * @param layer the first such layer, null where the loss overflowed though every layer was finite
 * @param reason what happened, a clause without a full stop
 */
record Divergence(@Nullable String layer, String reason) {

    static Divergence of(Network network, Optimizer optimizer, double loss) {
        for (Probe probe : network.probes()) {
            if (!Reductions.allFinite(probe.h())) {
                return new Divergence(
                        probe.name(),
                        "the activations of %s are no longer finite: its weights have grown too large"
                                .formatted(probe.name()));
            }
        }
        if (!Double.isFinite(loss)) {
            return new Divergence(null, "the loss is no longer finite, though every activation still is");
        }
        List<Slot> slots = network.parameters().slots();
        for (int k = slots.size() - 1; k >= 0; k--) {
            if (!optimizer.isFinite(k)) {
                String name = slots.get(k).name();
                return new Divergence(
                        name.substring(0, name.lastIndexOf('.')),
                        "the norm of the gradient of %s is no longer finite".formatted(name));
            }
        }
        throw new IllegalStateException("every number is finite");
    }
}
