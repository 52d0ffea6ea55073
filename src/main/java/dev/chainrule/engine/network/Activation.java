package dev.chainrule.engine.network;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** What a layer does to its pre-activation a: h = f(a). */
public sealed interface Activation {

    @Formula("f(a) = a")
    @Help("Passes its input on unchanged; the output of a regression.")
    record Linear() implements Activation {}

    @Formula("f(a) = max(0, a)")
    @Help("Rectified linear unit: cheap, does not saturate above zero, can die below it.")
    record Relu() implements Activation {}

    @Formula("f(a) = a if a > 0, else slope a")
    @Help("A rectifier that keeps a small gradient below zero.")
    record LeakyRelu(
            @Help("Gradient below zero.") @Default("0.01") @Range(min = 0, max = 1)
            double slope) implements Activation {
        public LeakyRelu {
            Member.check(LeakyRelu.class, slope);
        }
    }

    @Formula("f(a) = (e^a - e^-a) / (e^a + e^-a)")
    @Help("Squashes to (-1, 1); saturates at both ends.")
    record Tanh() implements Activation {}

    @Formula("f(a) = 1 / (1 + e^-a)")
    @Help("Squashes to (0, 1); its derivative is at most 1/4, so deep stacks of it lose their gradient.")
    record Sigmoid() implements Activation {}

    @Formula("f(a)_i = e^(a_i) / sum_j e^(a_j)")
    @Help("Probabilities over the units of one layer.")
    record Softmax() implements Activation {}
}
