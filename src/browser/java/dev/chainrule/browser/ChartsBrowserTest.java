package dev.chainrule.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.chainrule.SeededRuns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Every chart, drawn by the real browser with data that charts tend to break on. */
final class ChartsBrowserTest extends BrowserTestBase {

    @Autowired
    private ApplicationContext service;

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyChartDrawsEmptySinglePointGappyAndHugeData(ColorScheme scheme) {
        Page page = window(1000, scheme);
        page.navigate(url("/#/nowhere"));
        serveTestModule(page);

        Map<?, ?> report =
                (Map<?, ?>) page.evaluate("async () => (await import('/test/browser/everyChart.js')).drawEveryChart()");

        assertThat((List<?>) report.get("faults")).isEmpty();
        assertThat(report.get("drawn")).asInstanceOf(INTEGER).isGreaterThanOrEqualTo(4 * 2 * 11);
    }

    /** Counts how often each chart's canvas is drawn, and holds back some answers of the service. */
    private static final String COUNTING = """
            window.drawings = {};
            const clear = CanvasRenderingContext2D.prototype.clearRect;
            CanvasRenderingContext2D.prototype.clearRect = function (...area) {
              const chart = this.canvas.closest('.chart').id;
              drawings[chart] = (drawings[chart] ?? 0) + 1;
              clear.apply(this, area);
            };
            const ask = window.fetch;
            window.fetch = async (...question) => {
              if (new RegExp('%s').test(question[0])) await new Promise((done) => setTimeout(done, 500));
              return ask(...question);
            };""";

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "/history", "/jobs/[^/]+$", "/(layers|findings)$"})
    void aRunThatHasEndedIsDrawnOnceWhateverComesLast(String late) {
        Page page = window(1000, ColorScheme.LIGHT);
        String id = new SeededRuns(service).run(start(page, Requests.IRIS), 2000, 4);
        page.addInitScript(COUNTING.formatted(late));

        page.navigate(url("/#/runs/" + id));

        PlaywrightAssertions.assertThat(page.locator(".badge")).hasText("succeeded");
        PlaywrightAssertions.assertThat(page.locator("#chart-norms canvas")).isVisible();
        PlaywrightAssertions.assertThat(page.locator(".layers-scroll")).isVisible();
        assertThat(page.evaluate("drawings")).isEqualTo(Map.of("chart-loss", 1, "chart-river", 1, "chart-norms", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "layers", "findings", "jobs"})
    void whatABusyServiceDoesNotAnswerIsAskedAgain(String question) {
        Page page = window(1000, ColorScheme.LIGHT);
        String id = new SeededRuns(service).run(start(page, Requests.IRIS), 2000, 4);
        AtomicInteger asked = new AtomicInteger();
        page.route(
                Pattern.compile("/api/v1/.*" + (question.equals("jobs") ? id + "$" : "/" + question + "(\\?|$)")),
                route -> {
                    if (asked.incrementAndGet() == 1) {
                        route.fulfill(new Route.FulfillOptions()
                                .setStatus(503)
                                .setContentType("application/problem+json")
                                .setBody(
                                        "{\"status\": 503, \"code\": \"BUSY\", \"detail\": \"The service is busy.\"}"));
                    } else {
                        route.resume();
                    }
                });

        page.navigate(url("/#/runs/" + id));

        PlaywrightAssertions.assertThat(page.locator(".badge")).hasText("succeeded");
        PlaywrightAssertions.assertThat(page.locator("#chart-norms canvas")).isVisible();
        PlaywrightAssertions.assertThat(page.locator(".layers-scroll")).isVisible();
        page.waitForCondition(() -> asked.get() > 1);
        refusalsWereExpected();
    }

    /** The module lies among the tests, so the service does not serve it. */
    static void serveTestModule(Page page) {
        page.route(
                "**/test/browser/everyChart.js",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setPath(Path.of("frontend", "test", "browser", "everyChart.js"))));
    }
}
