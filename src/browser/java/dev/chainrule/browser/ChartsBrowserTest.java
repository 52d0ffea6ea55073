package dev.chainrule.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every chart, drawn by the real browser with data that charts tend to break on. */
final class ChartsBrowserTest extends BrowserTestBase {

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

    /** The module lies among the tests, so the service does not serve it. */
    static void serveTestModule(Page page) {
        page.route(
                "**/test/browser/everyChart.js",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setPath(Path.of("frontend", "test", "browser", "everyChart.js"))));
    }
}
