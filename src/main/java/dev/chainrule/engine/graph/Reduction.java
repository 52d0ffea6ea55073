package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import java.util.List;

/** One number from an array. */
public sealed interface Reduction extends Operation {

    /** dy/dx for the only input x; of its shape. */
    Node derivative(Node x, Node y);

    /** The number. */
    double of(Value x);

    @Override
    default int arity() {
        return 1;
    }

    @Override
    default Shape shape(List<Shape> inputs) {
        return Shape.SCALAR;
    }

    @Override
    default long work(List<Shape> inputs) {
        return inputs.getFirst().size();
    }

    @Override
    default Value value(List<Value> inputs) {
        return Value.scalar(of(inputs.getFirst()));
    }

    @Override
    default Node localDerivative(Node self, int input) {
        return derivative(self.input(0), self);
    }

    @Override
    default Node adjoint(Node self, int input, Node adjoint) {
        return adjoint.times(localDerivative(self, input));
    }

    @Formula("sum_i x_i")
    record Sum() implements Reduction {
        @Override
        public double of(Value x) {
            double sum = 0;
            for (int i = 0; i < x.size(); i++) {
                sum += x.at(i);
            }
            return sum;
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.constant(Value.filled(x.shape(), 1));
        }
    }

    @Formula("1/n sum_i x_i")
    record Mean() implements Reduction {
        @Override
        public double of(Value x) {
            double n = x.size();
            return new Sum().of(x.map(v -> v / n));
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.constant(Value.filled(x.shape(), 1.0 / x.value().size()));
        }
    }

    @Formula("(sum_i x_i^2)^(1/2)")
    @Help("The Euclidean norm of a vector, the Frobenius norm of a matrix; at zero the derivative 0 is taken.")
    record Norm() implements Reduction {
        /** Scaled by the largest element, so that no square overflows or vanishes. */
        @Override
        public double of(Value x) {
            double scale = largestMagnitude(x);
            return scale == 0 ? 0 : scale * Math.sqrt(new Sum().of(x.map(v -> (v / scale) * (v / scale))));
        }

        @Override
        public Node derivative(Node x, Node y) {
            return y.value().number() == 0 ? x.constant(Value.filled(x.shape(), 0)) : x.over(y);
        }

        @Override
        public boolean kink(List<Value> inputs) {
            return largestMagnitude(inputs.getFirst()) == 0;
        }

        private static double largestMagnitude(Value x) {
            return new Largest().of(x.map(Math::abs));
        }
    }

    @Formula("log sum_i e^(x_i)")
    @Help("Does not overflow; its derivative is the softmax.")
    record Logsumexp() implements Reduction {
        @Override
        public double of(Value x) {
            double top = new Largest().of(x);
            return top + Math.log(new Sum().of(x.map(v -> Math.exp(v - top))));
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.minus(y).apply(new Transcendental.Exp());
        }
    }

    @Formula("max_i x_i")
    @Help("Written max(x). Where several are largest they share the derivative.")
    record Largest() implements Reduction {
        @Override
        public double of(Value x) {
            double top = x.at(0);
            for (int i = 1; i < x.size(); i++) {
                top = Math.max(top, x.at(i));
            }
            return top;
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.constant(share(x.value(), y.value().number()));
        }

        @Override
        public boolean kink(List<Value> inputs) {
            return tied(inputs.getFirst(), of(inputs.getFirst()));
        }
    }

    @Formula("min_i x_i")
    @Help("Written min(x). Where several are smallest they share the derivative.")
    record Smallest() implements Reduction {
        @Override
        public double of(Value x) {
            return -new Largest().of(x.map(v -> -v));
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.constant(share(x.value(), y.value().number()));
        }

        @Override
        public boolean kink(List<Value> inputs) {
            return tied(inputs.getFirst(), of(inputs.getFirst()));
        }
    }

    private static Value share(Value x, double extreme) {
        double count = new Sum().of(x.map(v -> v == extreme ? 1 : 0));
        return x.map(v -> v == extreme ? 1 / count : 0);
    }

    private static boolean tied(Value x, double extreme) {
        return new Sum().of(x.map(v -> v == extreme ? 1 : 0)) > 1;
    }
}
