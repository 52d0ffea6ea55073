package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;

/** The four operations, and the larger or smaller of two. */
public sealed interface Arithmetic extends Pairwise {

    @Formula("a + b")
    record Add() implements Arithmetic {
        @Override
        public double of(double a, double b) {
            return a + b;
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return y.number(1);
        }

        @Override
        public Node right(Node a, Node b, Node y) {
            return y.number(1);
        }
    }

    @Formula("a - b")
    record Subtract() implements Arithmetic {
        @Override
        public double of(double a, double b) {
            return a - b;
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return y.number(1);
        }

        @Override
        public Node right(Node a, Node b, Node y) {
            return y.number(-1);
        }
    }

    @Formula("a b")
    record Multiply() implements Arithmetic {
        @Override
        public double of(double a, double b) {
            return a * b;
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return b;
        }

        @Override
        public Node right(Node a, Node b, Node y) {
            return a;
        }
    }

    @Formula("a / b")
    record Divide() implements Arithmetic {
        @Override
        public double of(double a, double b) {
            return a / b;
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return y.number(1).over(b);
        }

        /** -y / b and not -a / b^2, whose square may overflow. */
        @Override
        public Node right(Node a, Node b, Node y) {
            return y.negated().over(b);
        }

        @Override
        public String reason(double a, double b) {
            return b == 0 ? "division by zero" : "overflows: the quotient is larger than 1.8e308";
        }
    }

    @Formula("max(a, b)")
    @Help("The derivative goes to the larger one; where both are equal each gets half.")
    record Max() implements Arithmetic {
        @Override
        public double of(double a, double b) {
            return Math.max(a, b);
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return share(a, b, y, 1);
        }

        @Override
        public Node right(Node a, Node b, Node y) {
            return share(a, b, y, -1);
        }

        @Override
        public boolean kink(double a, double b) {
            return a == b;
        }
    }

    @Formula("min(a, b)")
    @Help("The derivative goes to the smaller one; where both are equal each gets half.")
    record Min() implements Arithmetic {
        @Override
        public double of(double a, double b) {
            return Math.min(a, b);
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return share(a, b, y, -1);
        }

        @Override
        public Node right(Node a, Node b, Node y) {
            return share(a, b, y, 1);
        }

        @Override
        public boolean kink(double a, double b) {
            return a == b;
        }
    }

    /** 1 where the sign of a - b is the wanted one, 1/2 where a = b, else 0. */
    private static Node share(Node a, Node b, Node y, int wanted) {
        return y.constant(Value.zip(a.value(), b.value(), (s, t) -> (1 + wanted * Math.signum(s - t)) / 2));
    }
}
