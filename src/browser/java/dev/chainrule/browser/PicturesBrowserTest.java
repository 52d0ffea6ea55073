package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pictures of the README and of src/docs/dashboard.md: copy target/screenshots/docs to src/docs/images when they should change. */
final class PicturesBrowserTest extends BrowserTestBase {

    private static final Path PICTURES = Path.of("target", "screenshots", "docs");
    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);
    private static final int WIDTH = 960;
    private static final int WIDE = 1280;

    @Test
    void aRunItsCureAndItsLayer() {
        Page page = window(WIDE, ColorScheme.LIGHT);
        page.navigate(url("/#/nowhere"));
        String id = finished(page, Requests.VANISHING);
        page.reload();
        assertThat(page.locator("#chart-loss .reading dd").first()).hasText("1,000", PATIENT);
        assertThat(page.locator("#chart-river .reading dd").first()).hasText("1,000", PATIENT);
        save(page, "run", "#chart-river");

        page.setViewportSize(WIDTH, 900);
        page.locator(".finding .button").first().click();
        page.waitForURL(Pattern.compile("#/compare"));
        assertThat(page.locator("tr[data-run] .badge")).hasText(new String[] {"succeeded", "succeeded"}, PATIENT);
        assertThat(page.locator(".rivers .u-over")).hasCount(2, new HasCountOptions().setTimeout(20_000));
        save(page, "try-it", ".rivers");

        page.navigate(url("/#/runs/" + id + "?layer=layer5"));
        Locator waterfall = page.locator(".drawer .waterfall");
        assertThat(waterfall).isVisible(new IsVisibleOptions().setTimeout(20_000));
        waterfall.screenshot(new Locator.ScreenshotOptions().setPath(PICTURES.resolve("waterfall.png")));
        assertThat(PICTURES.resolve("waterfall.png")).isNotEmptyFile();
    }

    @Test
    void aStepAnExpressionARaceAndAPlane() {
        Page page = window(WIDTH, ColorScheme.LIGHT);
        page.navigate(url("/#/nowhere"));
        String id = finished(page, """
                {"name": "spiral", "dataset": {"generator": {"type": "spiral", "rows": 400, "noise": 0.02, "seed": 7}},
                 "model": {"layers": ["dense:12:tanh", "dense:12:tanh"]},
                 "training": {"optimizer": "adam:0.02", "epochs": 200, "seed": 1}}""");
        Locator plane = page.locator("#plane");
        assertThat(plane).isVisible(new IsVisibleOptions().setTimeout(20_000));
        assertThat(plane).containsText("as the model answers");
        plane.screenshot(new Locator.ScreenshotOptions().setPath(PICTURES.resolve("plane.png")));

        page.navigate(url("/#/runs/" + id + "/steps/3?line=22"));
        assertThat(page.locator(".node.now")).isVisible(new IsVisibleOptions().setTimeout(20_000));
        save(page, "step", ".step-columns");

        page.navigate(url("/#/gradients"));
        assertThat(page)
                .hasTitle("Gradient calculator · Chainrule"); // until then the step is still there, nodes and all
        assertThat(page.locator(".graph-scroll .node").first()).isVisible();
        save(page, "gradients", ".graph-scroll");

        page.navigate(url("/#/gallery"));
        page.getByLabel("Run: Optimizer race").click();
        page.waitForURL(Pattern.compile("#/compare"));
        assertThat(page.locator("tr[data-run] .badge"))
                .hasText(new String[] {"succeeded", "succeeded", "succeeded", "succeeded"}, PATIENT);
        assertThat(page.locator("#chart-overlay .reading")).hasCount(5, new HasCountOptions().setTimeout(20_000));
        save(page, "race", "#chart-overlay");
    }

    @Test
    void aRequestThatIsStillBeingWritten() {
        Page page = window(WIDTH, ColorScheme.LIGHT);
        page.navigate(url("/#/nowhere"));
        finished(page, Requests.VANISHING); // a process that has trained nothing yet is slow, and would say so
        page.getByText("New run", new Page.GetByTextOptions().setExact(true)).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("A vanishing gradient"))
                .click();
        assertThat(page.locator(".depth-warning")).isVisible();
        page.locator(".request > .panel")
                .first()
                .screenshot(new Locator.ScreenshotOptions().setPath(PICTURES.resolve("new.png")));
        assertThat(PICTURES.resolve("new.png")).isNotEmptyFile();
    }

    /** The page from its top to the end of an element. */
    private static void save(Page page, String name, String last) {
        double end = ((Number) page.evaluate(
                        "last => document.querySelector(last).getBoundingClientRect().bottom + scrollY + 16", last))
                .doubleValue();
        Path file = PICTURES.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setClip(0, 0, page.viewportSize().width, end)
                .setPath(file));
        assertThat(file).isNotEmptyFile();
    }

    /** Starts a run and waits for its end. */
    private String finished(Page page, String request) {
        String id = start(page, request);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        return id;
    }
}
