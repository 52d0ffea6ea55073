package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;

/** a^b and the two functions that its derivatives are made of, each right where a = 0. */
public sealed interface Powers extends Pairwise {

    @Formula("a^b")
    @Help("A negative base needs a whole exponent; 0^0 is 1.")
    record Power() implements Powers {
        @Override
        public double of(double a, double b) {
            return Math.pow(a, b);
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return a.apply(new PowerSlope(), b);
        }

        @Override
        public Node right(Node a, Node b, Node y) {
            return y.apply(new TimesLog(), a);
        }

        @Override
        public String reason(double a, double b) {
            return a == 0
                    ? "division by zero: zero to a negative power"
                    : a < 0 && b != Math.rint(b)
                            ? "a negative number to a power that is not whole"
                            : "overflows: the result is larger than 1.8e308";
        }
    }

    @Formula("b a^(b - 1)")
    @Help("Derivative of a^b by a; 0 where b = 0.")
    record PowerSlope() implements Powers {
        @Override
        public double of(double a, double b) {
            return b == 0 ? 0 : b * Math.pow(a, b - 1);
        }

        /** b (b - 1) a^(b - 2). */
        @Override
        public Node left(Node a, Node b, Node y) {
            return b.times(a.apply(new PowerSlope(), b.minus(b.number(1))));
        }

        /** a^(b - 1) + y log a. */
        @Override
        public Node right(Node a, Node b, Node y) {
            return a.apply(new Power(), b.minus(b.number(1))).plus(y.apply(new TimesLog(), a));
        }

        @Override
        public String reason(double a, double b) {
            return a == 0 ? "infinite slope: zero to a negative power" : new Power().reason(a, b - 1);
        }
    }

    @Formula("a log b")
    @Help("0 where a = 0 and b >= 0.")
    record TimesLog() implements Powers {
        @Override
        public double of(double a, double b) {
            return a == 0 && b >= 0 ? 0 : a * Math.log(b);
        }

        @Override
        public Node left(Node a, Node b, Node y) {
            return b.apply(new Transcendental.Log());
        }

        @Override
        public Node right(Node a, Node b, Node y) {
            return a.over(b);
        }

        @Override
        public String reason(double a, double b) {
            return new Transcendental.Log().reason(b);
        }
    }
}
