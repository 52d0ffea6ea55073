package dev.chainrule.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chainrule.engine.catalog.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every operation must satisfy; the operations are found through the sealed family. */
class OperationTest {

    private static final Graph.Budget BUDGET = new Graph.Budget(10_000, 1_000_000, 10_000_000);
    private static final List<Shape> SHAPES =
            List.of(Shape.SCALAR, Shape.vector(3), Shape.vector(2), Shape.matrix(2, 3), Shape.matrix(3, 2));

    static Stream<Operation> operations() {
        return Functions.operations().stream();
    }

    /** One output and what it was made from. */
    private record Case(Node output, List<Node> variables) {}

    @ParameterizedTest
    @MethodSource("operations")
    void theGradientAgreesWithCentralDifferences(Operation operation) {
        List<Case> cases = cases(operation);
        assertThat(cases).as("shapes and values that fit").isNotEmpty();
        for (Case c : cases) {
            Gradient gradient = Gradient.of(c.output());
            for (Node x : c.variables()) {
                assertClose(
                        gradient.by(x).toArray(),
                        new Differences(c.output()).by(x).toArray(),
                        1e-8);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theSecondDerivativesAreTheDifferencesOfTheFirst(Operation operation) {
        for (Case c : cases(operation)) {
            List<Node> variables = c.variables();
            double[][] hessian = Gradient.of(c.output()).hessian(variables);
            int row = 0;
            for (Node x : variables) {
                for (int i = 0; i < x.value().size(); i++, row++) {
                    assertClose(hessian[row], slopeOfGradient(c, variables.indexOf(x), i), 1e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyInputHasALocalDerivativeOrARuleInWords(Operation operation) {
        Case c = cases(operation).getFirst();
        Node self = c.output().graph().nodes().stream()
                .filter(n -> n.operation().equals(operation))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < operation.arity(); i++) {
            assertThat(operation.localDerivative(self, i) != null
                            || !operation.rule(i).isEmpty())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void itTellsItsFormula(Operation operation) {
        assertThat(Family.of(Operation.class)
                        .member(operation.name())
                        .orElseThrow()
                        .formula())
                .isNotBlank();
    }

    /** All fitting combinations of shapes, positive values first, then values of both signs where they are in the domain. */
    private static List<Case> cases(Operation operation) {
        List<Case> cases = new ArrayList<>();
        for (double low : new double[] {0.3, -2}) {
            for (Shape a : SHAPES) {
                for (Shape b : operation.arity() == 1 ? List.of(Shape.SCALAR) : SHAPES) {
                    List<Shape> shapes = List.of(a, b).subList(0, operation.arity());
                    if (fits(operation, shapes)) {
                        build(operation, shapes, low).ifPresent(cases::add);
                    }
                }
            }
        }
        return cases;
    }

    private static boolean fits(Operation operation, List<Shape> shapes) {
        try {
            operation.shape(shapes);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static java.util.Optional<Case> build(Operation operation, List<Shape> shapes, double low) {
        Random random = new Random(11);
        List<Value> at = shapes.stream()
                .map(s -> Value.of(s, random.doubles(s.size(), low, 2).toArray()))
                .toList();
        try {
            return java.util.Optional.of(build(operation, at));
        } catch (OperationException e) {
            assertThat(e.code()).isEqualTo(OperationException.Code.DOMAIN_ERROR);
            return java.util.Optional.empty();
        }
    }

    /** A weighted sum of the operation's result, so that every element of it counts differently. */
    private static Case build(Operation operation, List<Value> at) {
        Graph graph = new Graph(BUDGET);
        List<Node> variables = IntStream.range(0, at.size())
                .mapToObj(i -> graph.add(new Leaf.Variable("x" + i, at.get(i)), List.of()))
                .toList();
        Node result = graph.add(operation, variables);
        double[] weights = IntStream.range(0, result.value().size())
                .mapToDouble(i -> 1 + i / 3.0)
                .toArray();
        Node output =
                result.times(graph.constant(Value.of(result.shape(), weights))).sumTo(Shape.SCALAR);
        Gradient.of(output);
        return new Case(output, variables);
    }

    private static double[] slopeOfGradient(Case c, int variable, int element) {
        double step = 1e-5;
        double[] above = gradientAt(c, variable, element, step);
        double[] below = gradientAt(c, variable, element, -step);
        return IntStream.range(0, above.length)
                .mapToDouble(i -> (above[i] - below[i]) / (2 * step))
                .toArray();
    }

    private static double[] gradientAt(Case c, int variable, int element, double shift) {
        List<Value> at = new ArrayList<>(c.variables().stream().map(Node::value).toList());
        at.set(variable, at.get(variable).with(element, at.get(variable).at(element) + shift));
        Operation operation = c.variables().getFirst().graph().nodes().stream()
                .map(Node::operation)
                .filter(op -> !(op instanceof Leaf))
                .findFirst()
                .orElseThrow();
        Case moved = build(operation, at);
        Gradient gradient = Gradient.of(moved.output());
        return moved.variables().stream()
                .flatMapToDouble(x -> java.util.Arrays.stream(gradient.by(x).toArray()))
                .toArray();
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
