package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@WebTest
final class OpenApiTest {

    @LocalServerPort
    private int port;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    @Test
    void theDescriptionIsOpenApi31WithServersRelative() {
        JsonNode document = http.get("/v3/api-docs").json();

        assertThat(document.get("openapi").stringValue()).startsWith("3.1");
        assertThat(document.at("/info/title").stringValue()).isEqualTo("Chainrule");
        assertThat(document.at("/servers/0/url").stringValue()).isEqualTo("/");
        assertThat(document.get("servers").size()).isEqualTo(1);
        assertThat(document.get("paths").propertyNames())
                .contains("/api/v1/catalog", "/api/v1/schemas/{name}", "/api/v1/trouble/described")
                .allSatisfy(path -> assertThat(path).startsWith("/api/v1/"));
        assertThat(document.toString()).doesNotContain("localhost", "dev.chainrule", "-controller");
    }

    @Test
    void aDescribedBodyIsShownWithItsFields() {
        JsonNode document = http.get("/v3/api-docs").json();

        assertThat(document.at(
                                "/paths/~1api~1v1~1trouble~1described/post/requestBody/content/application~1json/schema/$ref")
                        .stringValue())
                .isEqualTo("#/components/schemas/monitor");
        assertThat(document.at("/components/schemas/monitor/properties/every/minimum")
                        .intValue())
                .isEqualTo(1);
        assertThat(document.at("/components/schemas/every/properties").size()).isEqualTo(1);
    }

    @Test
    void everyOperationMayAnswerAProblemAndEveryReferenceIsThere() {
        JsonNode document = http.get("/v3/api-docs").json();

        List<JsonNode> operations = new ArrayList<>();
        document.get("paths").forEach(path -> path.forEach(operations::add));
        assertThat(operations)
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation
                                .at("/responses/default/content/application~1problem+json/schema/$ref")
                                .stringValue())
                        .isEqualTo("#/components/schemas/problem"));
        assertThat(document.findValues("$ref"))
                .isNotEmpty()
                .allSatisfy(ref -> assertThat(
                                document.at(ref.stringValue().substring(1)).isMissingNode())
                        .as("%s", ref)
                        .isFalse());
    }

    @Test
    void swaggerUiIsServedByUsAlone() {
        Answer redirect = http.get("/swagger-ui");
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("location")).endsWith("/swagger-ui/index.html");

        Answer page = http.get("/swagger-ui/index.html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-security-policy")).contains("default-src 'self'", "script-src 'self';");
        assertThat(page.body()).doesNotContain("https://", "<script>");
        assertThat(http.get("/swagger-ui/swagger-initializer.js").body()).doesNotContain("https://");
        assertThat(http.get("/swagger-ui/swagger-ui-bundle.js").status()).isEqualTo(200);
    }

    @Test
    void librariesOfTheDashboardAreServed() {
        assertThat(http.get("/webjars/uplot/1.6.30/dist/uPlot.esm.js").status()).isEqualTo(200);
        assertThat(http.get("/webjars/uplot/dist/uPlot.min.css").status()).isEqualTo(200);
    }
}
