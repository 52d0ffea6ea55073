package dev.chainrule.engine.graph;

import dev.chainrule.engine.catalog.Formula;
import dev.chainrule.engine.catalog.Help;

/** Exponentials, logarithms, waves and the functions of neural networks made from them. */
public sealed interface Transcendental extends Elementwise {

    @Formula("e^x")
    record Exp() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.exp(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return y;
        }
    }

    @Formula("e^x - 1")
    @Help("Exact near zero, where exp(x) - 1 cancels.")
    record Expm1() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.expm1(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.apply(new Exp());
        }
    }

    @Formula("natural logarithm of x")
    record Log() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.log(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.number(1).over(x);
        }

        @Override
        public String reason(double x) {
            return x == 0 ? "the logarithm of zero is not finite" : "a negative number has no real logarithm";
        }
    }

    @Formula("log(1 + x)")
    @Help("Exact near zero, where 1 + x rounds.")
    record Log1p() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.log1p(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.number(1).over(x.number(1).plus(x));
        }

        @Override
        public String reason(double x) {
            return "1 + x must be positive";
        }
    }

    @Formula("sin x")
    record Sin() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.sin(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.apply(new Cos());
        }
    }

    @Formula("cos x")
    record Cos() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.cos(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.apply(new Sin()).negated();
        }
    }

    @Formula("sin x / cos x")
    record Tan() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.tan(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return y.number(1).plus(y.times(y));
        }
    }

    @Formula("inverse of tan")
    record Atan() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.atan(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.number(1).over(x.number(1).plus(x.times(x)));
        }
    }

    @Formula("(e^x - e^-x) / 2")
    record Sinh() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.sinh(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.apply(new Cosh());
        }
    }

    @Formula("(e^x + e^-x) / 2")
    record Cosh() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.cosh(x);
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.apply(new Sinh());
        }
    }

    @Formula("(e^x - e^-x) / (e^x + e^-x)")
    record Tanh() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.tanh(x);
        }

        /** sech^2 x = 4 sigmoid(2x) sigmoid(-2x): 1 - y^2 would cancel where tanh saturates. */
        @Override
        public Node derivative(Node x, Node y) {
            return x.times(2)
                    .apply(new Sigmoid())
                    .times(x.times(-2).apply(new Sigmoid()))
                    .times(4);
        }
    }

    @Formula("1 / (1 + e^-x)")
    record Sigmoid() implements Transcendental {
        @Override
        public double of(double x) {
            return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
        }

        /** y sigmoid(-x) and not y (1 - y), which would cancel where the sigmoid saturates. */
        @Override
        public Node derivative(Node x, Node y) {
            return y.times(x.negated().apply(new Sigmoid()));
        }
    }

    @Formula("log(1 + e^x)")
    @Help("Does not overflow.")
    record Softplus() implements Transcendental {
        @Override
        public double of(double x) {
            return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }

        @Override
        public Node derivative(Node x, Node y) {
            return x.apply(new Sigmoid());
        }
    }
}
