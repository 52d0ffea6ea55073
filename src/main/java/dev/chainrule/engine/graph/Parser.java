package dev.chainrule.engine.graph;

import dev.chainrule.engine.graph.Expression.Step;
import dev.chainrule.engine.graph.ExpressionException.Complaint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From tokens to postfix steps with a stack of waiting operators (Dijkstra's shunting-yard algorithm, 1961): no recursion,
 * so that 10 000 nested parentheses are as good as one.
 *
 * <p>From loose to tight: {@code + -}, {@code * / @}, the sign, {@code ^} (from the right), {@code '}. So {@code -x^2} is
 * {@code -(x^2)} and {@code 2^-3} is 1/8.
 */
final class Parser {

    private static final int OPEN = 0;
    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int SIGN = 3;
    private static final int POWER = 4;

    /** Something that waits for what follows it: an operator, an open parenthesis, or a function call. */
    private static final class Waiting {
        final int strength;
        final @Nullable Operation operation;
        final @Nullable String function;
        final int column;
        int arguments = 1;

        Waiting(int strength, @Nullable Operation operation, @Nullable String function, int column) {
            this.strength = strength;
            this.operation = operation;
            this.function = function;
            this.column = column;
        }
    }

    private static final Map<String, Operation> OPERATORS = Map.of(
            "+", new Arithmetic.Add(),
            "-", new Arithmetic.Subtract(),
            "*", new Arithmetic.Multiply(),
            "/", new Arithmetic.Divide(),
            "@", new Linear.Matmul(),
            "^", new Powers.Power());

    private final List<Token> tokens;
    private final List<Step> steps = new ArrayList<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int next;
    /** Whether a value must come next: at the start, after an operator, a comma or an open parenthesis. */
    private boolean valueWanted = true;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    List<Step> parse() {
        while (tokens.get(next).kind() != Token.Kind.END) {
            Token token = tokens.get(next++);
            if (valueWanted) {
                value(token);
            } else {
                operator(token);
            }
        }
        end(tokens.get(next));
        if (!complaints.isEmpty()) {
            throw new ExpressionException(complaints);
        }
        return List.copyOf(steps);
    }

    private void value(Token token) {
        if (token.kind() == Token.Kind.NUMBER) {
            number(token);
        } else if (token.kind() == Token.Kind.NAME) {
            name(token);
        } else if (token.is("-")) {
            waiting.push(new Waiting(SIGN, new Algebraic.Negate(), null, token.column()));
        } else if (token.is("(")) {
            waiting.push(new Waiting(OPEN, null, null, token.column()));
        } else if (!token.is("+")) {
            throw wanted(token);
        }
    }

    private void number(Token token) {
        double number = Double.parseDouble(token.text());
        if (!Double.isFinite(number)) {
            throw ExpressionException.syntax(
                    token.column(), "The number at column " + token.column() + " is larger than 1.8e308.");
        }
        steps.add(new Step.Number(number, token.column()));
        valueWanted = false;
    }

    private void name(Token token) {
        if (!tokens.get(next).is("(")) {
            steps.add(new Step.Name(token.text(), token.column()));
            valueWanted = false;
            return;
        }
        next++;
        if (!Functions.known(token.text())) {
            complaints.add(new Complaint(
                    token.column(),
                    "UNKNOWN_FUNCTION",
                    "There is no function '" + token.text() + "' (column " + token.column() + ").",
                    token.text()));
        }
        waiting.push(new Waiting(OPEN, null, token.text(), token.column()));
    }

    private void operator(Token token) {
        if (token.is(")")) {
            close(token);
        } else if (token.is(",")) {
            comma(token);
        } else if (token.is("'")) {
            steps.add(new Step.Apply(new Linear.Transpose(), token.column()));
        } else if (token.kind() == Token.Kind.SYMBOL && OPERATORS.containsKey(token.text())) {
            binary(token);
        } else {
            throw ExpressionException.syntax(
                    token.column(),
                    "An operator is missing before " + token.describe() + " at column " + token.column()
                            + "; a product is written with *.");
        }
    }

    private void binary(Token token) {
        int strength = switch (token.text()) {
            case "+", "-" -> SUM;
            case "^" -> POWER;
            default -> PRODUCT;
        };
        // a power waits for a power on its right: 2^3^2 = 2^(3^2)
        release(strength == POWER ? POWER + 1 : strength);
        waiting.push(new Waiting(strength, OPERATORS.get(token.text()), null, token.column()));
        valueWanted = true;
    }

    /** Carries out the waiting operators that are at least this strong, back to an open parenthesis. */
    private void release(int strength) {
        while (!waiting.isEmpty() && waiting.peek().strength >= strength) {
            Waiting top = waiting.pop();
            steps.add(new Step.Apply(Objects.requireNonNull(top.operation), top.column));
        }
    }

    private void comma(Token token) {
        release(SUM);
        if (waiting.isEmpty() || waiting.peek().function == null) {
            throw ExpressionException.syntax(
                    token.column(),
                    "The comma at column " + token.column()
                            + " separates no arguments; decimals are written with a point.");
        }
        waiting.peek().arguments++;
        valueWanted = true;
    }

    private void close(Token token) {
        release(SUM);
        if (waiting.isEmpty()) {
            throw ExpressionException.syntax(
                    token.column(), "The ')' at column " + token.column() + " closes nothing.");
        }
        Waiting open = waiting.pop();
        if (open.function != null) {
            call(open.function, open.arguments, open.column);
        }
    }

    private void call(String function, int arguments, int column) {
        Operation operation = Functions.find(function, arguments).orElse(null);
        if (operation == null) {
            // complained about when it was opened; one result keeps the stack right for what follows
            return;
        }
        boolean folds = (operation instanceof Arithmetic.Max || operation instanceof Arithmetic.Min) && arguments > 2;
        if (operation.arity() != arguments && !folds) {
            complaints.add(new Complaint(
                    column,
                    "WRONG_ARGUMENTS",
                    function + " at column " + column + " takes " + operation.arity() + " "
                            + (operation.arity() == 1 ? "argument" : "arguments") + ", not " + arguments + ".",
                    ""));
        }
        for (int i = 0; i < (folds ? arguments - 1 : 1); i++) {
            steps.add(new Step.Apply(operation, column));
        }
    }

    private void end(Token end) {
        if (valueWanted) {
            throw wanted(end);
        }
        release(SUM);
        if (!waiting.isEmpty()) {
            int column = waiting.peek().column;
            throw ExpressionException.syntax(
                    column, "The parenthesis opened at column " + column + " is never closed.");
        }
    }

    private ExpressionException wanted(Token token) {
        return ExpressionException.syntax(
                token.column(),
                "A number, a name or '(' is expected at column " + token.column() + ", not " + token.describe() + ".");
    }
}
