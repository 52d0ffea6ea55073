package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every chart of every page says what it is, and gives its numbers, its picture and the question behind it. */
final class ChartToolsBrowserTest extends BrowserTestBase {

    private static final String ON_PAGE = "section.chart:not([hidden]):not(.drawer *)";
    private static final String IN_DRAWER = ".drawer section.chart:not([hidden])";

    /** Pictures that stand in no frame. */
    private static final String UNFRAMED = """
            () => [...document.querySelectorAll('.uplot, svg.waterfall, .histograms, canvas.plane, .depth, .spark, .column-shape')]
              .filter((picture) => !picture.closest('section[id^=chart-]')?.querySelector('details.menu'))
              .map((picture) => picture.className)""";

    @Test
    void everyChartOfEveryPageOffersAllFour() throws IOException {
        Page page = visit("#/nowhere");
        String id = finished(page, Requests.VANISHING);

        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator("#plane-title, #chart-plane")).not().hasCount(0);
        check(page, ON_PAGE, "loss", "river", "norms", "accuracy", "plane");
        page.navigate(url("/#/runs/" + id + "?layer=layer5"));
        assertThat(page.locator(".drawer .histogram")).hasCount(4);
        check(page, IN_DRAWER, "layer-norms", "layer-ratio", "layer-shares", "layer-waterfall", "layer-histograms");
        page.navigate(url("/#/compare?runs=" + id));
        assertThat(page.locator("#chart-river-" + id + " .uplot")).isVisible();
        check(page, ON_PAGE, "overlay", "river-" + id);
        page.navigate(url("/#/new?from=" + id));
        assertThat(page.locator("#chart-depth .depth-bar")).hasCount(9);
        check(page, ON_PAGE, "depth");
        page.navigate(url("/#/gallery/epoch-gd"));
        assertThat(page.locator("#chart-epoch-gd .uplot"))
                .isVisible(new com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions()
                        .setTimeout(60_000));
        check(page, ON_PAGE, "epoch-gd");
    }

    @Test
    void smallPicturesInTablesAreTakenAllAtOnce() throws IOException {
        Page page = visit("#/nowhere");
        String id = finished(page, Requests.IRIS);
        page.navigate(url("/#/datasets"));
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("iris").setExact(true))
                .first()
                .click();
        assertThat(page.locator(".column-shape")).hasCount(5);
        check(page, ON_PAGE, "columns");
        List<String> bars = numbers(page, page.locator("#chart-columns"));
        // four columns of numbers and the three species
        assertThat(bars).hasSize(1 + 4 * 16 + 3).contains("species,setosa,,,50");

        page.navigate(url("/#/runs"));
        Locator list = page.locator("#chart-runs");
        offersAllFour(page, list);
        assertThat((List<?>) page.evaluate(UNFRAMED)).isEmpty();
        List<String> points = numbers(page, list);
        assertThat(points.getFirst()).isEqualTo("run,name,series,step,value,min,max");
        // 120 steps in at most 60 points, the losses of the thirty epochs as they are
        assertThat(points.stream().filter(row -> row.startsWith(id + ",iris,loss,")))
                .hasSizeBetween(30, 60);
        assertThat(points.stream().filter(row -> row.startsWith(id + ",iris,validationLoss,")))
                .hasSize(30);
        Accessible.check(page, "the list with its tools");
    }

    private static List<String> numbers(Page page, Locator chart) throws IOException {
        return Files.readAllLines(take(page, chart, "Numbers as CSV").path());
    }

    /** @param place what the charts lie in: the drawer, or the page without it */
    private static void check(Page page, String place, String... ids) throws IOException {
        for (String id : ids) {
            offersAllFour(page, page.locator("#chart-" + id));
        }
        assertThat((List<?>) page.evaluate(UNFRAMED))
                .as("pictures without a frame")
                .isEmpty();
        assertThat(page.locator(place).count()).as("charts on %s", page.url()).isEqualTo(ids.length);
    }

    private static void offersAllFour(Page page, Locator chart) throws IOException {
        String name = chart.getAttribute("id");
        chart.getByTitle("What is this?").click();
        assertThat(chart.locator(".chart-help").innerText().split("[.] "))
                .as("sentences of " + name)
                .hasSizeGreaterThan(1);
        assertThat(chart.locator(".chart-help .formula")).not().isEmpty();
        Download csv = take(page, chart, "Numbers as CSV");
        assertThat(Files.readAllLines(csv.path())).as("numbers of " + name).hasSizeGreaterThan(2);
        Download png = take(page, chart, "Picture as PNG");
        assertThat(Files.readAllBytes(png.path()))
                .as("picture of " + name)
                .startsWith(0x89, 'P', 'N', 'G')
                .hasSizeGreaterThan(3000);
        java.nio.file.Path pictures = java.nio.file.Path.of("target", "screenshots");
        Files.createDirectories(pictures);
        Files.copy(
                png.path(),
                pictures.resolve(name.replaceAll("-[0-9a-f]{8}-.*", "") + ".png"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        chart.getByTitle("CSV, PNG, curl").click();
        chart.getByText("As curl").click();
        assertThat(chart.locator("pre").first()).containsText("curl");
        chart.getByText("Close").click();
    }

    private static Download take(Page page, Locator chart, String what) {
        chart.getByTitle("CSV, PNG, curl").click();
        return page.waitForDownload(() -> chart.getByText(what).click());
    }

    private String finished(Page page, String request) {
        String id = start(page, request);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", new HasTextOptions().setTimeout(60_000));
        return id;
    }
}
