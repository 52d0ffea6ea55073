package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;

/** Functions of one number that need no series. */
public sealed interface Algebraic extends Elementwise {

    @Formula("-x")
    record Negate() implements Algebraic {
        @Override
        public double of(double x) {
            return -x;
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.number(-1);
        }
    }

    @Formula("x^(1/2)")
    record Sqrt() implements Algebraic {
        @Override
        public double of(double x) {
            return Math.sqrt(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.number(0.5).over(y);
        }

        @Override
        public String reason(double x) {
            return "a negative number has no real square root";
        }
    }

    @Formula("|x|")
    @Help("At zero its derivative jumps from -1 to 1; 0 is taken.")
    record Abs() implements Algebraic {
        @Override
        public double of(double x) {
            return Math.abs(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.constant(x.value().map(Math::signum));
        }

        @Override
        public boolean kink(double x) {
            return x == 0;
        }
    }

    @Formula("max(0, x)")
    @Help("At zero its derivative jumps from 0 to 1; 0 is taken.")
    record Relu() implements Algebraic {
        @Override
        public double of(double x) {
            return Math.max(0, x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.constant(x.value().map(v -> v > 0 ? 1 : 0));
        }

        @Override
        public boolean kink(double x) {
            return x == 0;
        }
    }
}
