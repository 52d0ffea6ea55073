package dev.chainrule.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a forward and a backward pass found, in double precision.
 *
 * @param loss J: mean of L over the examples, and the penalty
 * @param penalty lambda Omega, contained in it
 * @param hessianVectorProduct H v in the order of v, where there was one
 * @param nonFinite places of this document that are null because their number is not finite
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NetworkGradientsAnswer(
        double loss,
        double penalty,
        List<LayerAnswer> layers,
        double @Nullable [] hessianVectorProduct,
        List<NonFinite> nonFinite) {

    /**
     * One layer.
     *
     * @param preActivation a, one row an example
     * @param output h = f(a), one row an example
     * @param delta dJ/da, one row an example
     * @param weightGradient dJ/dW, units x inputs
     * @param biasGradient dJ/db
     * @param gradients of the layer's other arrays, by name
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record LayerAnswer(
            String name,
            double @Nullable [][] preActivation,
            double @Nullable [][] output,
            double @Nullable [][] delta,
            double @Nullable [][] weightGradient,
            double @Nullable [] biasGradient,
            Map<String, double[]> gradients) {}

    /**
     * A number JSON cannot carry.
     *
     * @param pointer JSON pointer
     * @param value NaN, Infinity or -Infinity
     */
    record NonFinite(String pointer, String value) {}
}
