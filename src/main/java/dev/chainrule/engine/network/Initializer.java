package dev.chainrule.engine.network;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import org.nd4j.linalg.api.ndarray.INDArray;

/** First values of a weight matrix (units x inputs). */
public sealed interface Initializer {

    /** w <- first values, drawn in order of its elements. w is overwritten. */
    void fill(INDArray w, RandomStream random);

    @Formula("w = 0")
    @Help("All zero: every unit of a layer then learns the same thing.")
    record Zeros() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            InPlace.fill(w, 0);
        }
    }

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

        @Override
        public void fill(INDArray w, RandomStream random) {
            random.fillNormal(w, mean, deviation);
        }
    }

    @Formula("w ~ U(-r, r), r = sqrt(6 / (inputs + units))")
    @Help("Glorot and Bengio 2010; suits tanh and linear layers.")
    record GlorotUniform() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            double r = Math.sqrt(6.0 / (w.columns() + w.rows()));
            random.fillUniform(w, -r, r);
        }
    }

    @Formula("w ~ N(0, 2 / (inputs + units))")
    @Help("Glorot and Bengio 2010.")
    record GlorotNormal() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            random.fillNormal(w, 0, Math.sqrt(2.0 / (w.columns() + w.rows())));
        }
    }

    @Formula("w ~ U(-r, r), r = sqrt(6 / inputs)")
    @Help("He et al. 2015; suits rectifiers.")
    record HeUniform() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            double r = Math.sqrt(6.0 / w.columns());
            random.fillUniform(w, -r, r);
        }
    }

    @Formula("w ~ N(0, 2 / inputs)")
    @Help("He et al. 2015; suits rectifiers.")
    record HeNormal() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            random.fillNormal(w, 0, Math.sqrt(2.0 / w.columns()));
        }
    }
}
