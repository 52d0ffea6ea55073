package dev.chainrule.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EpochGdEndpointTest extends MathematicsTestBase {

    @Test
    void theGapOnAQuadraticFallsAsOneOverTBelowItsBound() {
        Answer answer = post("/epoch-gd", "{\"quadratic\":{},\"lambda\":0.5,\"steps\":50000,\"seed\":3}");
        JsonNode body = answer.body();
        assertThat(answer.status()).as(body.toString()).isEqualTo(200);
        assertThat(body.at("/slope").doubleValue()).isBetween(-1.1, -0.9);
        assertThat(body.at("/belowBound").booleanValue()).isTrue();
        assertThat(body.at("/epochs/0/length").intValue()).isEqualTo(4);
        assertThat(body.at("/epochs/0/rate").doubleValue()).isEqualTo(2);
        assertThat(body.at("/epochs/1/steps").intValue()).isEqualTo(12);
        double g = body.at("/gradientBound").doubleValue();
        assertThat(body.at("/epochs/1/bound").doubleValue()).isCloseTo(16 * g * g / (0.5 * 12), within(1e-9));
        assertThat(body.at("/epochs").size()).isEqualTo(13);
    }

    @Test
    void aDatasetIsARidgeRegression() {
        JsonNode body = post(
                        "/epoch-gd",
                        "{\"dataset\":{\"generator\":{\"type\":\"linear\",\"rows\":200,\"seed\":5}},\"lambda\":0.1,\"steps\":20000}")
                .body();
        assertThat(body.at("/belowBound").booleanValue()).as(body.toString()).isTrue();
        assertThat(body.at("/epochs/12").isMissingNode()).isTrue();
        double last = body.at("/epochs/11/gap").doubleValue();
        assertThat(last).isLessThan(body.at("/startGap").doubleValue() / 50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                  | /quadratic | Exactly one of",
                "{\"quadratic\":{},\"dataset\":{\"id\":\"x\"}}       | /quadratic | Exactly one of",
                "{\"quadratic\":{\"dimension\":0}}                   | /quadratic/dimension | >= 1",
                "{\"quadratic\":{\"dimensions\":3}}                  | /quadratic/dimensions | did you mean dimension",
                "{\"quadratic\":{},\"lambda\":0}                     | /lambda    | must be",
                "{\"quadratic\":{},\"steps\":10000000,\"repetitions\":1000} | /steps | take too long",
                "{\"dataset\":{\"id\":\"nope\"}}                     | /dataset/id | There is no dataset",
            })
    void whatIsWrongIsNamed(String request, String pointer, String message) {
        Answer answer = post("/epoch-gd", request);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.body().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        assertThat(answer.body().at("/errors/0/message").stringValue()).contains(message);
    }
}
