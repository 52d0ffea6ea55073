package dev.chainrule.engine.train;

import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.Slot;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.Probe;
import dev.chainrule.engine.optimize.StepNorms;
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

    static Divergence of(Network network, StepNorms norms, Source source) {
        for (Probe probe : network.probes()) {
            if (!Reductions.allFinite(probe.h())) {
                return new Divergence(probe.name(), activations(probe.name(), source));
            }
        }
        if (!Double.isFinite(source.dataLoss())) {
            String why = Reductions.allFinite(source.batch().y()) ? "" : ": a target is not finite";
            return new Divergence(null, "the loss is not finite, though every activation is" + why);
        }
        List<Slot> slots = network.parameters().slots();
        for (int k = slots.size() - 1; k >= 0; k--) {
            if (!norms.isFinite(k)) {
                String name = slots.get(k).name();
                String layer = name.substring(0, name.lastIndexOf('.'));
                return new Divergence(layer, gradient(norms.gradientSquares(k)).formatted(name));
            }
        }
        return new Divergence(null, "the penalty on the weights is no longer finite");
    }

    /** The squares are summed in 64 bits: a sum that is finite there was too large for the number type of theta. */
    private static String gradient(double squares) {
        return Double.isFinite(squares)
                ? "the squared norm of the gradient of %s overflows float32"
                : "the norm of the gradient of %s is no longer finite";
    }

    private static String activations(String layer, Source source) {
        return Reductions.allFinite(source.batch().x())
                ? "the activations of %s are no longer finite: the weights have grown too large".formatted(layer)
                : "the activations of %s are not finite, for an input of the network is not finite".formatted(layer);
    }
}
