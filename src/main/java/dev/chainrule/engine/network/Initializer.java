package dev.chainrule.engine.network;

import dev.chainrule.engine.array.GramSchmidt;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import org.nd4j.linalg.api.buffer.DataType;
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

    @Formula("w = 1")
    @Help("All one.")
    record Ones() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            InPlace.fill(w, 1);
        }
    }

    @Formula("w = value")
    @Help("All the same: every unit of a layer then learns the same thing.")
    record Constant(@Help("The value.") double value) implements Initializer {
        public Constant {
            Member.check(Constant.class, value);
        }

        @Override
        public void fill(INDArray w, RandomStream random) {
            InPlace.fill(w, value);
        }
    }

    @Formula("w ~ U(low, high)")
    @Help("Uniform between fixed bounds.")
    record RandomUniform(
            @Help("Lower bound.") @Default("-0.05") double low,
            @Help("Upper bound.") @Default("0.05") double high) implements Initializer {
        public RandomUniform {
            Member.check(RandomUniform.class, low, high);
            if (low > high) {
                throw new IllegalArgumentException("low must be at most high, was " + low + " above " + high);
            }
        }

        @Override
        public void fill(INDArray w, RandomStream random) {
            random.fillUniform(w, low, high);
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

    @Formula("w ~ U(-r, r), r = sqrt(3 / inputs)")
    @Help("LeCun et al. 1998; suits selu.")
    record LecunUniform() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            double r = Math.sqrt(3.0 / w.columns());
            random.fillUniform(w, -r, r);
        }
    }

    @Formula("w ~ N(0, 1 / inputs)")
    @Help(
            "LeCun et al. 1998; suits selu. Not truncated, like the other normal ones here and in PyTorch; Keras truncates.")
    record LecunNormal() implements Initializer {
        @Override
        public void fill(INDArray w, RandomStream random) {
            random.fillNormal(w, 0, Math.sqrt(1.0 / w.columns()));
        }
    }

    /** Uniform over all such matrices: Q of a Gaussian matrix, R with a positive diagonal (Stewart 1980; Mezzadri 2007). */
    @Formula("w = gain Q, Q'Q = 1 where units >= inputs, else Q Q' = 1")
    @Help(
            "Saxe, McClelland, Ganguli 2014: keeps the norm of what passes through, so that deep linear nets neither vanish nor explode.")
    record Orthogonal(
            @Help("Factor.") @Default("1") @Range(min = 0) double gain) implements Initializer {
        public Orthogonal {
            Member.check(Orthogonal.class, gain);
        }

        @Override
        public void fill(INDArray w, RandomStream random) {
            long tall = Math.max(w.rows(), w.columns());
            long narrow = Math.min(w.rows(), w.columns());
            try (INDArray q = OffHeap.matrix(DataType.DOUBLE, tall, narrow)) {
                random.fillNormal(q, 0, 1);
                GramSchmidt.orthonormalize(q);
                InPlace.scale(q, gain);
                OffHeap.convert(w, q, w.rows() < w.columns());
            }
        }
    }
}
