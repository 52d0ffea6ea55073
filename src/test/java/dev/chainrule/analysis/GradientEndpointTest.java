package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class GradientEndpointTest extends MathematicsTestBase {

    @Test
    void theLecturesExampleIsAnsweredNodeByNode() {
        Answer answer = post("/gradients", "{\"expression\":\"log(1+exp(-x))\",\"at\":{\"x\":0.5},\"second\":true}");
        JsonNode body = answer.body();
        double s = 1 / (1 + Math.exp(-0.5));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(body.at("/value").doubleValue()).isCloseTo(Math.log1p(Math.exp(-0.5)), within(1e-15));
        assertThat(body.at("/gradient/x").doubleValue()).isCloseTo(s - 1, within(1e-15));
        assertThat(body.at("/finiteDifference/x").doubleValue()).isCloseTo(s - 1, within(1e-10));
        assertThat(body.at("/second/x").doubleValue()).isCloseTo(s * (1 - s), within(1e-15));
        assertThat(body.has("hessian")).isFalse();
        assertThat(body.at("/nodes").valueStream().map(n -> n.get("operation").stringValue()))
                .containsExactly("constant", "variable", "negate", "exp", "add", "log");
        assertThat(body.at("/nodes/0").get("adjoint").isNull()).isTrue();
        assertThat(body.at("/nodes/1/name").stringValue()).isEqualTo("x");
        assertThat(body.at("/nodes/1/adjoint").doubleValue()).isCloseTo(s - 1, within(1e-15));
        assertThat(body.at("/nodes/2/localDerivatives/0").doubleValue()).isEqualTo(-1);
        assertThat(body.at("/nodes/4/localDerivatives/0").isNull()).isTrue();
        assertThat(body.at("/nodes/4/localDerivatives/1").doubleValue()).isEqualTo(1);
        assertThat(body.at("/nodes/5/inputs/0").intValue()).isEqualTo(4);
        assertThat(body.at("/nodes/5/adjoint").doubleValue()).isEqualTo(1);
    }

    @Test
    void arraysHaveGradientsOfTheirOwnShape() {
        JsonNode body = post(
                        "/gradients",
                        "{\"expression\":\"sum((W @ x - y)^2)\",\"second\":true,\"at\":{\"W\":[[1,2],[3,4]],\"x\":[1,-1],\"y\":[0,1],\"unused\":7}}")
                .body();
        assertThat(body.at("/value").doubleValue()).isEqualTo(5);
        assertThat(body.at("/gradient/W")).hasToString("[[-2.0,2.0],[-4.0,4.0]]");
        assertThat(body.at("/gradient/x")).hasToString("[-14.0,-20.0]");
        assertThat(body.at("/gradient/unused").doubleValue()).isZero();
        assertThat(body.at("/finiteDifference/x/1").doubleValue()).isCloseTo(-20, within(1e-8));
        assertThat(body.at("/second/x")).hasToString("[20.0,40.0]");
        assertThat(body.at("/hessian/order/1").stringValue()).isEqualTo("W[0][1]");
        assertThat(body.at("/hessian/rows").size()).isEqualTo(9);
        assertThat(body.at("/nodes/2/localDerivatives/0").stringValue()).isEqualTo("G B'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"expression\":\"1 + (2*\",\"at\":{}}            | INVALID_EXPRESSION | /expression | 8  | is expected at column 8",
                "{\"expression\":\"1 + exq(x)\",\"at\":{\"x\":1}}  | INVALID_EXPRESSION | /expression | 5  | Did you mean exp?",
                "{\"expression\":\"1 + rate*x\",\"at\":{\"x\":1,\"raet\":2}} | INVALID_EXPRESSION | /at | 5  | Did you mean raet?",
                "{\"expression\":\"sin x\",\"at\":{\"x\":1}}       | INVALID_EXPRESSION | /expression | 5  | operator is missing",
                "{\"expression\":\"sin\"}                          | INVALID_EXPRESSION | /at | 1  | The function is written sin(",
                "{\"expression\":\"x\",\"at\":{\"x\":[[1],[2,3]]}} | INVALID_EXPRESSION | /at/x/1 | 0  | row 0 has 1 numbers",
                "{\"expression\":\"x\",\"at\":{\"x\":\"a\"}}       | INVALID_EXPRESSION | /at/x | 0  | a number, a list of numbers or a list of rows",
                "{\"expression\":\"x\",\"at\":{\"x\":[]}}          | INVALID_EXPRESSION | /at/x | 0  | at least one number",
                "{\"expression\":\"x\",\"at\":{\"x\":1e999}}       | INVALID_EXPRESSION | /at/x | 0  | too large",
                "{\"expression\":\"2*log(x)\",\"at\":{\"x\":-1}}   | DOMAIN_ERROR       | /expression | 3  | node 2, log(-1.0): a negative number",
                "{\"expression\":\"sqrt(x)\",\"at\":{\"x\":0}}     | DOMAIN_ERROR       | /expression | 1  | The derivative of node 1, sqrt(0.0)",
                "{\"expression\":\"exp(x)\",\"at\":{\"x\":1000}}   | DOMAIN_ERROR       | /expression | 1  | do not overflow",
                "{\"expression\":\"x*2\",\"at\":{\"x\":[1,2]}}     | NOT_SCALAR         | /expression | 0  | sum(",
                "{\"expression\":\"sum(x+y)\",\"at\":{\"x\":[1,2],\"y\":[1]}} | SHAPE_MISMATCH | /expression | 6  | do not go together",
                "{\"expression\":\"x\",\"at\":{\"x\":1},\"secnd\":true} | INVALID_SPEC | /secnd | 0  | did you mean second?",
                "{\"at\":{\"x\":1}}                                | INVALID_SPEC       | /expression | 0  | missing",
            })
    void whatIsWrongIsNamedWithItsPlace(String request, String code, String pointer, int column, String message) {
        Answer answer = post("/gradients", request);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().at("/code").stringValue()).isEqualTo(code);
        assertThat(answer.body().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        assertThat(answer.body().at("/errors/0/message").stringValue()).contains(message);
        assertThat(answer.body().at("/column").asInt(0)).isEqualTo(column);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        Answer answer = post("/gradients", "{\"expression\":\"foo(x) + y + bar(z)\",\"at\":{\"x\":\"one\",\"v\":[]}}");
        assertThat(answer.body()
                        .at("/errors")
                        .valueStream()
                        .map(e -> e.get("code").stringValue()))
                .containsExactly("WRONG_TYPE", "EMPTY", "UNKNOWN_FUNCTION", "UNKNOWN_FUNCTION");
    }

    @Test
    void aDomainErrorNamesTheNodesInputs() {
        JsonNode node = post("/gradients", "{\"expression\":\"sum(1/(x-1))\",\"at\":{\"x\":[3,1]}}")
                .body()
                .at("/node");
        assertThat(node.at("/operation").stringValue()).isEqualTo("divide");
        assertThat(node.at("/element").intValue()).isEqualTo(1);
        assertThat(node.at("/inputs/1/value")).hasToString("[2.0,0.0]");
        assertThat(node.at("/reason").stringValue()).isEqualTo("division by zero");
    }

    @Test
    void deepAndWideExpressionsAreAnswered() {
        String deep = "-(".repeat(10_000) + "x" + ")".repeat(10_000);
        JsonNode body = post("/gradients", "{\"expression\":\"" + deep + "\",\"at\":{\"x\":3},\"second\":true}")
                .body();
        assertThat(body.at("/gradient/x").doubleValue()).isEqualTo(1);
        assertThat(body.at("/nodes").size()).isEqualTo(10_001);

        String wide = "x" + "+x*x".repeat(10_000);
        assertThat(post("/gradients", "{\"expression\":\"" + wide + "\",\"at\":{\"x\":3}}")
                        .body()
                        .at("/gradient/x")
                        .doubleValue())
                .isEqualTo(60_001);
    }

    @Test
    void whatWouldTakeTooMuchIsRefusedBeforeItIsDone() {
        String vector = "[" + "1,".repeat(2_999) + "1]";
        Answer large = post("/gradients", "{\"expression\":\"sum(outer(x,x))\",\"at\":{\"x\":" + vector + "}}");
        assertThat(large.status()).isEqualTo(422);
        assertThat(large.body().at("/code").stringValue()).isEqualTo("TOO_LARGE");

        Answer second =
                post("/gradients", "{\"expression\":\"dot(x,x)\",\"second\":true,\"at\":{\"x\":" + vector + "}}");
        assertThat(second.body().at("/errors/0/pointer").stringValue()).isEqualTo("/second");

        String power = "sum(" + "A@".repeat(200) + "A)";
        String matrix = "[" + ("[" + "0.1,".repeat(199) + "0.1],").repeat(199) + "[" + "0.1,".repeat(199) + "0.1]]";
        Answer work = post("/gradients", "{\"expression\":\"" + power + "\",\"at\":{\"A\":" + matrix + "}}");
        assertThat(work.body().at("/detail").stringValue()).contains("multiplications");
    }

    @Test
    void aKinkIsToldAndItsSubgradientTaken() {
        JsonNode body = post("/gradients", "{\"expression\":\"relu(x)\",\"at\":{\"x\":0}}")
                .body();
        assertThat(body.at("/gradient/x").doubleValue()).isZero();
        assertThat(body.at("/finiteDifference/x").doubleValue()).isEqualTo(0.5);
        assertThat(body.at("/warnings/0/code").stringValue()).isEqualTo("KINK");
    }
}
