package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class LeastSquaresEndpointTest extends MathematicsTestBase {

    private static final String LINE =
            "\"dataset\":{\"columns\":[\"x\",\"y\"],\"rows\":[[1,3.1],[2,4.9],[3,7.2],[4,8.8],[5,11]]}";

    /** Norris from the NIST sets, as rows of a request. */
    private static String norris() {
        JsonNode set = JSON.readTree(LeastSquaresEndpointTest.class.getResourceAsStream("/nist/nist.json"))
                .get("Norris");
        ObjectNode request = JSON.createObjectNode().put("target", "y");
        ObjectNode dataset = request.putObject("dataset");
        dataset.putArray("columns").add("x").add("y");
        ArrayNode rows = dataset.putArray("rows");
        for (int i = 0; i < set.get("y").size(); i++) {
            rows.addArray().add(set.at("/rows/" + i + "/0")).add(set.at("/y/" + i));
        }
        return request.toString();
    }

    @Test
    void nistNorrisComesOutToAllItsDigitsThroughTheWholeService() {
        Answer answer = post("/least-squares", norris());
        JsonNode body = answer.body();
        assertThat(answer.status()).as(body.toString()).isEqualTo(200);
        assertThat(body.at("/weights/0").doubleValue()).isCloseTo(1.00211681802045, within(1e-14));
        assertThat(body.at("/intercept").doubleValue()).isCloseTo(-0.262323073774029, within(1e-13));
        assertThat(body.at("/standardErrors/0").doubleValue()).isCloseTo(0.429796848199937E-03, within(1e-15));
        assertThat(body.at("/interceptStandardError").doubleValue()).isCloseTo(0.232818234301152, within(1e-12));
        assertThat(body.at("/residualStandardDeviation").doubleValue()).isCloseTo(0.884796396144373, within(1e-13));
        assertThat(body.at("/rSquared").doubleValue()).isCloseTo(0.999993745883712, within(1e-14));
        assertThat(body.at("/rank").intValue()).isEqualTo(2);
        assertThat(body.at("/conditionNumber").doubleValue()).isCloseTo(855.2233457163978, within(1e-9));
        assertThat(body.at("/digits/computed").doubleValue()).isGreaterThan(15);
        assertThat(body.at("/warnings").size()).isZero();
    }

    @Test
    void theCostsOfBothWaysStandBesideEachOther() {
        JsonNode cost = post("/least-squares", "{" + LINE + ",\"target\":\"y\",\"epsilon\":0.05}")
                .body()
                .at("/cost");
        assertThat(cost.at("/analytic/operations").doubleValue()).isCloseTo(4 * 5 + Math.pow(2, 2.373), within(1e-9));
        assertThat(cost.at("/sgd/reached").booleanValue()).isTrue();
        assertThat(cost.at("/sgd/gap").doubleValue()).isLessThan(0.05);
        assertThat(cost.at("/crossover/cheaper").stringValue()).isEqualTo("analytic");
        assertThat(cost.at("/crossover/examples").doubleValue()).isPositive();
    }

    @Test
    void ridgeAndNoInterceptAreAsTheFormulaSays() {
        JsonNode body = post(
                        "/least-squares",
                        "{" + LINE + ",\"target\":\"y\",\"features\":[\"x\"],\"intercept\":false,\"lambda\":10}")
                .body();
        double xy = 3.1 + 9.8 + 21.6 + 35.2 + 55;
        assertThat(body.at("/weights/0").doubleValue()).isCloseTo(xy / (55 + 10), within(1e-14));
        assertThat(body.at("/intercept").isNull()).isTrue();
        assertThat(body.at("/standardErrors").isNull()).isTrue();
        assertThat(body.at("/objective").stringValue()).isEqualTo("|X w - y|^2 + 10.0 |w|^2");
    }

    @Test
    void dependentColumnsAndCategoriesAreSolvedAndSaid() {
        JsonNode body = post(
                        "/least-squares",
                        "{\"dataset\":{\"columns\":[\"a\",\"kind\",\"y\"],\"target\":\"y\",\"rows\":"
                                + "[[1,\"u\",2],[2,\"v\",5],[3,\"u\",4],[4,\"v\",7],[5,\"u\",6]]}}")
                .body();
        assertThat(body.at("/features")).hasToString("[\"a\",\"kind=u\",\"kind=v\"]");
        assertThat(body.at("/weights/0").doubleValue()).isCloseTo(1, within(1e-13));
        assertThat(body.at("/weights/1").doubleValue()).isCloseTo(-1, within(1e-13));
        assertThat(body.at("/weights/2").doubleValue()).isCloseTo(1, within(1e-13));
        assertThat(body.at("/rank").intValue()).isEqualTo(3);
        assertThat(body.at("/columns").intValue()).isEqualTo(4);
        assertThat(body.at("/conditionNumber").isNull()).isTrue();
        assertThat(body.at("/warnings/0/code").stringValue()).isEqualTo("RANK_DEFICIENT");
    }

    @Test
    void nearlyDependentColumnsAreNeverSilentlyWrong() {
        JsonNode body = post(
                        "/least-squares",
                        "{\"dataset\":{\"columns\":[\"a\",\"b\",\"y\"],\"target\":\"y\",\"rows\":"
                                + "[[1,1.0000000001,3],[2,2,4],[3,3.0000000002,9],[4,4,7]]}}")
                .body();
        assertThat(body.at("/rank").intValue()).isEqualTo(3);
        assertThat(body.at("/warnings/0/code").stringValue()).isEqualTo("ILL_CONDITIONED");
        assertThat(body.at("/digits/data").doubleValue()).isLessThan(8);
    }

    @Test
    void aGeneratedLineGivesItsTrueWeightsBackAndLeavesNothingBehind() {
        JsonNode body = post(
                        "/least-squares",
                        "{\"dataset\":{\"generator\":{\"type\":\"linear\",\"rows\":300,\"seed\":123457,\"noise\":0}}}")
                .body();
        assertThat(body.at("/rSquared").doubleValue()).isCloseTo(1, within(1e-12));
        assertThat(body.at("/examples").intValue()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                              | INVALID_SPEC | /dataset          | missing",
                "{\"dataset\":{}}                                | INVALID_SPEC | /dataset          | Exactly one of",
                "{\"dataset\":{\"id\":\"nope\"}}                 | INVALID_SPEC | /dataset/id       | There is no dataset nope",
                "{\"dataset\":{\"id\":\"x\",\"split\":{}}}       | INVALID_SPEC | /dataset/split    | no field",
                "{\"dataset\":{\"columns\":[\"x\",\"y\"],\"rows\":[[1,2],[2,3]]},\"target\":\"yy\"} | INVALID_SPEC | /dataset/target | did you mean",
                "{\"dataset\":{\"columns\":[\"x\",\"y\"],\"rows\":[[1,\"a\"],[2,\"b\"]]},\"target\":\"y\"} | INVALID_SPEC | /dataset/task | regression needs numbers",
                "{\"dataset\":{\"columns\":[\"x\",\"y\"],\"rows\":[[1,null],[2,3]]},\"target\":\"x\"} | INVALID_SPEC | /dataset/missing | missing",
                "{\"dataset\":{\"id\":\"x\"},\"lambda\":-1,\"epsilon\":2} | INVALID_SPEC | /lambda    | >= 0",
            })
    void whatIsWrongIsNamed(String request, String code, String pointer, String message) {
        Answer answer = post("/least-squares", request);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().at("/code").stringValue()).isEqualTo(code);
        assertThat(answer.body().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        assertThat(answer.body().at("/errors/0/message").stringValue()).contains(message);
    }

    @Test
    void moreThanCanBeAnsweredAtOnceIsRefused() {
        String rows = IntStream.range(0, 1_001)
                .mapToObj(i -> "[\"category " + i + "\"," + i + "]")
                .collect(Collectors.joining(","));
        Answer answer = post(
                "/least-squares",
                "{\"dataset\":{\"columns\":[\"kind\",\"y\"],\"target\":\"y\",\"rows\":[" + rows + "]}}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/code").stringValue()).isEqualTo("TOO_LARGE");
    }
}
