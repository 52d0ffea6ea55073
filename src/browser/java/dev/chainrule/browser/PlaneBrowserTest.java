package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The plane of a run of two inputs: drawn while it trains, read by pointer and keys, still once it has ended. */
final class PlaneBrowserTest extends BrowserTestBase {

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);
    private static final HasCountOptions PATIENT_COUNT = new HasCountOptions().setTimeout(20_000);

    private static final String MOONS = """
            {"name": "moons", "dataset": {"generator": {"type": "moons", "rows": 200, "seed": 7}},
             "model": {"layers": ["dense:6:tanh", "dense:5:mish"]}, "training": {"epochs": %d, "seed": 1},
             "monitor": {"every": 100}}""";

    private static String pixels(Page page, String canvas) {
        return (String) page.evaluate("canvas => document.querySelector(canvas).toDataURL()", canvas);
    }

    @Test
    void whileARunGoesOnThePictureFollowsIt() {
        Page page = visit("#/nowhere");
        String id = start(page, MOONS.formatted(1_000_000));
        page.navigate(url("/#/runs/" + id));
        Locator chart = page.locator("#chart-plane");
        assertThat(page.locator("#plane canvas.unit")).hasCount(11, PATIENT_COUNT);

        Set<String> steps = new HashSet<>();
        Set<String> boundaries = new HashSet<>();
        Set<String> units = new HashSet<>();
        page.waitForCondition(() -> {
            boundaries.add(pixels(page, "canvas.plane"));
            units.add(pixels(page, "canvas.unit"));
            steps.add(chart.getAttribute("data-step"));
            return boundaries.size() > 2 && units.size() > 2 && steps.size() > 3;
        });
        assertThat(chart).containsText(Pattern.compile("after step [\\d,]+"));
        assertThat(page.locator("#plane canvas.unit")).hasCount(11);
        picture(page, "plane-live");

        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
        assertThat(page.locator(".run-title .badge")).hasText("cancelled", PATIENT);
        page.waitForCondition(() -> pixelsAreStill(page));
    }

    /** No picture in more than one pace. */
    private static boolean pixelsAreStill(Page page) {
        String before = pixels(page, "canvas.plane");
        page.waitForTimeout(1500);
        return before.equals(pixels(page, "canvas.plane"));
    }

    @Test
    void aHiddenPageAsksForNoPicture() {
        Page page = visit("#/nowhere");
        String id = start(page, MOONS.formatted(1_000_000));
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator("#plane canvas.unit")).hasCount(11, PATIENT_COUNT);
        hide(page, true);
        page.waitForTimeout(500); // what is under way comes to its end
        int[] asked = {0};
        page.onRequest(request -> asked[0] += request.url().contains("/plane") ? 1 : 0);

        page.waitForTimeout(2500);

        assertThat(asked[0]).isZero();
        hide(page, false);
        page.waitForCondition(() -> asked[0] > 0);
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
    }

    @Test
    void itIsReadByPointerAndKeysAndTakenAway() throws Exception {
        Page page = visit("#/nowhere");
        String id = start(page, MOONS.formatted(30));
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        Locator chart = page.locator("#chart-plane");
        assertThat(chart).containsText("as the model answers", new ContainsTextOptions().setTimeout(20_000));
        Locator canvas = chart.locator("canvas.plane");
        assertThat(chart.locator(".reading")).hasCount(0);

        canvas.hover();
        assertThat(chart.locator(".reading")).hasCount(3);
        page.mouse().move(1, 1);
        assertThat(chart.locator(".reading")).hasCount(0);
        canvas.focus();
        canvas.press("ArrowRight");
        String place = chart.locator(".reading").first().innerText();
        canvas.press("ArrowUp");
        assertThat(chart.locator(".reading").first()).not().hasText(place);
        assertThat(chart.locator(".plane-legend li")).hasCount(4);
        Accessible.check(page, "the plane of a run");

        chart.getByLabel("Take “Decision boundary” with you").click();
        var file = page.waitForDownload(
                () -> chart.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Numbers as CSV"))
                        .click());
        assertThat(Files.readAllLines(file.path())).hasSize(96 * 96 + 1);
        chart.getByLabel("Take “Decision boundary” with you").click();
        chart.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("As curl"))
                .click();
        assertThat(chart.locator("pre")).containsText("/plane?resolution=96");
    }

    @Test
    void dataThatWereNotToldAreAskedForAgainAndTheLegendFollowsTheTheme() {
        Page page = visit("#/nowhere");
        String id = start(page, MOONS.formatted(30).replace("[\"dense:6:tanh\", \"dense:5:mish\"]", "[]"));
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        AtomicInteger refused = new AtomicInteger();
        page.route(Pattern.compile("/api/v1/datasets/"), route -> {
            if (refused.incrementAndGet() == 1) {
                route.fulfill(new Route.FulfillOptions().setStatus(429));
            } else {
                route.resume();
            }
        });

        page.reload();

        assertThat(page.locator("#plane .plane-legend li")).hasCount(4);
        assertThat(refused.get()).isGreaterThan(1);
        assertThat(page.getByText("What each hidden unit sees")).isHidden();
        String light = mark(page);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForCondition(() -> !mark(page).equals(light));
        refusalsWereExpected();
    }

    /** The color of the first class in the legend. */
    private static String mark(Page page) {
        return (String) page.evaluate(
                "() => getComputedStyle(document.querySelector('.plane-legend .keyed'), '::before').backgroundColor");
    }

    @Test
    void whatCannotBeDrawnIsNotAskedForAgain() {
        Page page = visit("#/nowhere");
        String id = start(page, MOONS.formatted(1_000_000));
        AtomicInteger asked = new AtomicInteger();
        page.route(Pattern.compile("/plane\\?"), route -> {
            asked.incrementAndGet();
            route.fulfill(new Route.FulfillOptions()
                    .setStatus(422)
                    .setContentType("application/problem+json")
                    .setBody("{\"detail\": \"The network is too large.\"}"));
        });

        page.navigate(url("/#/runs/" + id));

        assertThat(page.locator("#chart-plane")).containsText("The network is too large.");
        page.waitForTimeout(2500);
        assertThat(asked.get()).isEqualTo(1);
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
        refusalsWereExpected();
    }
}
