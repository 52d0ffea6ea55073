package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations of linear algebra: linear in each input, so that adjoints flow back by the same operations. */
public sealed interface Linear extends Operation {

    @Override
    default @Nullable Node localDerivative(Node self, int input) {
        return null;
    }

    @Formula("sum_i a_i b_i")
    @Help("Inner product of two vectors, or of two matrices of one shape.")
    record Dot() implements Linear {
        @Override
        public int arity() {
            return 2;
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            if (!inputs.get(0).equals(inputs.get(1))) {
                throw new IllegalArgumentException(
                        "dot needs two arrays of one shape, got " + inputs.get(0) + " and " + inputs.get(1));
            }
            return Shape.SCALAR;
        }

        @Override
        public long work(List<Shape> inputs) {
            return inputs.getFirst().size();
        }

        @Override
        public Value value(List<Value> inputs) {
            Value a = inputs.get(0);
            Value b = inputs.get(1);
            double sum = 0;
            for (int i = 0; i < a.size(); i++) {
                sum += a.at(i) * b.at(i);
            }
            return Value.scalar(sum);
        }

        @Override
        public Node localDerivative(Node self, int input) {
            return self.input(1 - input);
        }

        @Override
        public Node adjoint(Node self, int input, Node adjoint) {
            return adjoint.times(self.input(1 - input));
        }
    }

    @Formula("A B")
    @Help("Matrix product. A vector is a row on the left and a column on the right.")
    record Matmul() implements Linear {
        @Override
        public int arity() {
            return 2;
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape a = inputs.get(0);
            Shape b = inputs.get(1);
            if (a.isScalar() || b.isScalar()) {
                throw new IllegalArgumentException("matmul needs vectors or matrices; a number is multiplied with *");
            }
            if (inner(a) != b.rows()) {
                throw new IllegalArgumentException("matmul of " + a + " and " + b + ": the left one has " + inner(a)
                        + " columns, the right one " + b.rows() + " rows");
            }
            if (a.rank() == 1) {
                return b.rank() == 1 ? Shape.SCALAR : Shape.vector(b.columns());
            }
            return b.rank() == 1 ? Shape.vector(a.rows()) : Shape.matrix(a.rows(), b.columns());
        }

        private static int inner(Shape a) {
            return a.rank() == 1 ? a.rows() : a.columns();
        }

        @Override
        public long work(List<Shape> inputs) {
            return (long) inputs.get(0).size() * inputs.get(1).columns();
        }

        @Override
        public Value value(List<Value> inputs) {
            Value a = inputs.get(0);
            Value b = inputs.get(1);
            int n = inner(a.shape());
            int columns = b.shape().columns();
            double[] out = new double[a.size() / n * columns];
            for (int i = 0; i < a.size(); i++) {
                int row = i / n * columns;
                int from = i % n * columns;
                for (int j = 0; j < columns; j++) {
                    out[row + j] += a.elements()[i] * b.elements()[from + j];
                }
            }
            return Value.of(shape(List.of(a.shape(), b.shape())), out);
        }

        /** G B' and A' G; between two vectors a plain product, between a matrix and a vector an outer product. */
        @Override
        public Node adjoint(Node self, int input, Node adjoint) {
            Node a = self.input(0);
            Node b = self.input(1);
            if (self.shape().isScalar()) {
                return adjoint.times(input == 0 ? b : a);
            }
            if (input == 0) {
                return b.shape().rank() == 1
                        ? adjoint.apply(new Outer(), b)
                        : adjoint.apply(new Matmul(), b.apply(new Transpose()));
            }
            return a.shape().rank() == 1
                    ? a.apply(new Outer(), adjoint)
                    : a.apply(new Transpose()).apply(new Matmul(), adjoint);
        }

        @Override
        public String rule(int input) {
            return input == 0 ? "G B'" : "A' G";
        }
    }

    @Formula("a b'")
    @Help("Matrix of all products of the elements of two vectors.")
    record Outer() implements Linear {
        @Override
        public int arity() {
            return 2;
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            if (inputs.get(0).rank() != 1 || inputs.get(1).rank() != 1) {
                throw new IllegalArgumentException(
                        "outer needs two vectors, got shapes " + inputs.get(0) + " and " + inputs.get(1));
            }
            return Shape.matrix(inputs.get(0).rows(), inputs.get(1).rows());
        }

        @Override
        public Value value(List<Value> inputs) {
            Value a = inputs.get(0);
            Value b = inputs.get(1);
            double[] out = new double[a.size() * b.size()];
            for (int i = 0; i < a.size(); i++) {
                for (int j = 0; j < b.size(); j++) {
                    out[i * b.size() + j] = a.at(i) * b.at(j);
                }
            }
            return Value.of(Shape.matrix(a.size(), b.size()), out);
        }

        @Override
        public Node adjoint(Node self, int input, Node adjoint) {
            return input == 0
                    ? adjoint.apply(new Matmul(), self.input(1))
                    : self.input(0).apply(new Matmul(), adjoint);
        }

        @Override
        public String rule(int input) {
            return input == 0 ? "G b" : "G' a";
        }
    }

    @Formula("A'")
    @Help("Rows become columns; also written A'. A vector has no columns to turn: use matmul or outer.")
    record Transpose() implements Linear {
        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape a = inputs.getFirst();
            if (a.rank() != 2) {
                throw new IllegalArgumentException("only a matrix has a transpose, not shape " + a
                        + ": a vector is a row on the left of matmul and a column on its right");
            }
            return Shape.matrix(a.columns(), a.rows());
        }

        @Override
        public Value value(List<Value> inputs) {
            Value a = inputs.getFirst();
            Shape turned = shape(List.of(a.shape()));
            double[] out = new double[a.size()];
            for (int i = 0; i < turned.rows(); i++) {
                for (int j = 0; j < turned.columns(); j++) {
                    out[i * turned.columns() + j] = a.at(j, i);
                }
            }
            return Value.of(turned, out);
        }

        @Override
        public Node adjoint(Node self, int input, Node adjoint) {
            return adjoint.apply(new Transpose());
        }

        @Override
        public String rule(int input) {
            return "G'";
        }
    }
}
