package dev.chainrule.engine.network;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;

/** First values of a weight matrix (units x inputs). */
public sealed interface Initializer {

    @Formula("w = 0")
    @Help("All zero: every unit of a layer then learns the same thing.")
    record Zeros() implements Initializer {}

    @Formula("w ~ N(mean, deviation^2)")
    @Help("Normal with a fixed deviation.")
    record RandomNormal(
            @Help("Mean.") @Default("0") double mean,

            @Help("Standard deviation.") @Default("0.05") @Range(min = 0)
            double deviation)
            implements Initializer {
        public RandomNormal {
            Member.check(RandomNormal.class, mean, deviation);
        }
    }

    @Formula("w ~ U(-r, r), r = sqrt(6 / (inputs + units))")
    @Help("Glorot and Bengio 2010; suits tanh and linear layers.")
    record GlorotUniform() implements Initializer {}

    @Formula("w ~ N(0, 2 / (inputs + units))")
    @Help("Glorot and Bengio 2010.")
    record GlorotNormal() implements Initializer {}

    @Formula("w ~ U(-r, r), r = sqrt(6 / inputs)")
    @Help("He et al. 2015; suits rectifiers.")
    record HeUniform() implements Initializer {}

    @Formula("w ~ N(0, 2 / inputs)")
    @Help("He et al. 2015; suits rectifiers.")
    record HeNormal() implements Initializer {}
}
