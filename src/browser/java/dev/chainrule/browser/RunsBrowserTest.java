package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people do with runs. */
final class RunsBrowserTest extends BrowserTestBase {

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    @Test
    void aStrangerSeesALossCurveAndAGradientRiverAfterOneClick() {
        Page page = window(1280, ColorScheme.LIGHT);
        page.route(
                Pattern.compile("/api/v1/jobs\\?"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"items\": [], \"nextPageToken\": null}")));
        page.navigate(url("/"));

        page.locator("[data-example=iris]").click();

        assertThat(page.locator("h1")).hasText("iris");
        assertThat(page.locator(".badge")).hasText("succeeded", PATIENT);
        assertEveryChartIsPainted(page, "chart-loss", "chart-river", "chart-norms", "chart-accuracy");
        assertThat(page.locator("#chart-river .reading")).not().hasCount(1);
    }

    @Test
    void whatAnAddressShowsIsAskedForBeforeTheModulesThatDrawItAndOnlyOnce() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.IRIS);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".badge")).hasText("succeeded", PATIENT);

        List<String> early = new ArrayList<>();
        Page undrawn = listening(early);
        undrawn.route(
                Pattern.compile("/src/main\\.js"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody("")));
        undrawn.waitForRequest(
                request -> request.url().endsWith("/findings"), () -> undrawn.navigate(url("/#/runs/" + id)));
        assertThat(early).hasSize(5);
        undrawn.navigate(url("/#/runs"));
        undrawn.waitForRequest(request -> request.url().contains("/curves?newest="), undrawn::reload);

        List<String> all = new ArrayList<>();
        Page drawn = listening(all);
        drawn.navigate(url("/#/runs/" + id));
        assertThat(drawn.locator("#chart-river .u-over")).isVisible();
        assertThat(drawn.locator(".layers-scroll")).isVisible();
        assertThat(all).containsAll(early.subList(0, 5)).doesNotHaveDuplicates();
        drawn.reload();
        drawn.navigate(url("/#/runs"));
        all.clear();
        drawn.reload();
        assertThat(drawn.locator(".spark").first()).isVisible();
        assertThat(all.stream().filter(path -> path.contains("/jobs?")).distinct())
                .containsExactly("/api/v1/jobs?pageSize=50");
        // What came early is drawn; it may be older than the list beside which it was asked for, and is asked for again
        // with the next one.
        Predicate<String> named = path -> path.startsWith("/api/v1/curves?jobs=") && path.contains(id);
        drawn.waitForCondition(() -> all.stream().anyMatch(named));
        assertThat(all.stream().takeWhile(named.negate()).filter(path -> path.contains("/jobs?")))
                .hasSizeGreaterThan(1);
    }

    /** A window that notes what it asks the service, the number of points left out. */
    private Page listening(List<String> asked) {
        Page page = window(1280, ColorScheme.LIGHT);
        page.onRequest(request -> {
            if (request.url().contains("/api/v1/")) {
                asked.add(request.url().replaceAll("^.*(?=/api/)|maxPoints=\\d+", ""));
            }
        });
        return page;
    }

    @Test
    void everyExampleIsAccepted() {
        Page page = visit("#/nowhere");

        Object refused = page.evaluate("""
                async () => {
                  const {EXAMPLES, RACE} = await import('/src/examples.js');
                  const refused = [];
                  for (const {id, spec} of [...EXAMPLES, ...RACE.map((spec) => ({id: spec.name, spec}))]) {
                    const answer = await fetch('/api/v1/jobs?validateOnly=true',
                      {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(spec)});
                    if (!answer.ok) refused.push(id + ': ' + await answer.text());
                  }
                  return EXAMPLES.length < 4 ? ['too few'] : refused;
                }""");

        assertThat((List<?>) refused).isEmpty();
    }

    @Test
    void aRunGrowsOnThePageUntilItIsCancelledThere() {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + start(page, Requests.ENDLESS)));
        assertThat(page.locator(".badge")).hasText("running", PATIENT);
        page.waitForFunction("() => " + STEP + " > 0");

        Object before = page.evaluate("() => " + STEP);
        page.waitForFunction("before => " + STEP + " > before", before);
        page.getByRole(AriaRole.BUTTON, named("Cancel")).click();

        assertThat(page.locator(".badge")).hasText("cancelled", PATIENT);
        assertThat(page.getByRole(AriaRole.BUTTON, named("Cancel"))).hasCount(0);
        assertThat(page.getByRole(AriaRole.BUTTON, named("Delete"))).isVisible();
    }

    @Test
    void aStreamThatBreaksIsTakenUpAgain() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.ENDLESS);
        AtomicInteger broken = new AtomicInteger(2);
        page.route(Pattern.compile("/events"), route -> {
            if (broken.getAndDecrement() > 0) {
                route.fulfill(new Route.FulfillOptions().setStatus(200).setContentType("text/event-stream"));
            } else {
                route.resume();
            }
        });

        page.navigate(url("/#/runs/" + id));

        assertThat(page.locator(".connection")).hasText("reconnecting…");
        assertThat(page.locator(".connection")).hasText("live", PATIENT);
        Object before = page.evaluate("() => " + STEP);
        page.waitForFunction("before => " + STEP + " > before", before);
        assertThat(broken.get()).isNegative();
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
    }

    @Test
    void aCancelledRunIsTriedOnceMore() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.ENDLESS);
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("cancelled", PATIENT);

        page.getByRole(AriaRole.BUTTON, named("Retry")).click();

        assertThat(page.locator(".origin")).containsText("forked from a run");
        assertThat(page.locator("h1")).hasText("endless");
        assertThat(page.url()).doesNotContain(id);
        page.getByRole(AriaRole.BUTTON, named("Cancel")).click();
        assertThat(page.locator(".run-title .badge")).hasText("cancelled", PATIENT);
    }

    /** The step that the reading of the loss chart tells. */
    private static final String STEP =
            "Number((document.querySelector('#chart-loss .reading dd')?.textContent ?? '0').replaceAll(',', ''))";

    @Test
    void aHiddenPageAsksNothingAndCatchesUpWhenSeenAgain() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.ENDLESS);
        page.navigate(url("/#/runs/" + id));
        page.waitForFunction("() => " + STEP + " > 0");

        hide(page, true);
        List<Request> asked = new ArrayList<>();
        page.onRequest(asked::add);
        // Meanwhile a page that is seen asks and asks.
        Page seen = visit("#/runs/" + id);
        List<Request> askedBySeen = new ArrayList<>();
        seen.onRequest(askedBySeen::add);
        seen.waitForCondition(() -> askedBySeen.size() >= 6);
        assertThat(asked).isEmpty();

        Object before = page.evaluate("() => " + STEP);
        hide(page, false);
        page.waitForFunction("before => " + STEP + " > before", before);
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
    }

    /** The run's end may be told before its last steps are drawn. */
    private static void assertDrawnToTheEnd(Page page) {
        for (String chart : List.of("#chart-loss", "#chart-river")) {
            assertThat(page.locator(chart + " .reading dd").first()).hasText("120");
        }
    }

    @Test
    void aDragZoomsAllChartsWithDetailFromTheServerAndTheAddressKeepsIt() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.IRIS);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".badge")).hasText("succeeded", PATIENT);
        assertDrawnToTheEnd(page);

        BoundingBox plot =
                Objects.requireNonNull(page.locator("#chart-loss .u-over").boundingBox());
        double y = plot.y + plot.height / 2;
        Request asked = page.waitForRequest(request -> request.url().contains("&from="), () -> {
            page.mouse().move(plot.x + plot.width * 0.25, y);
            page.mouse().down();
            page.mouse().move(plot.x + plot.width * 0.5, y);
            page.mouse().up();
        });

        assertThat(asked.url()).contains("&to=");
        // The second quarter of 120 steps, and not again a quarter of that for each other chart.
        assertThat(page.url()).matches(".*from=(29|30|31)&to=(59|60|61)$");
        assertThat(page.locator(".zoom-bar")).isVisible();
        page.reload();
        assertThat(page.locator(".zoom-bar")).containsText("Steps");
        page.getByRole(AriaRole.BUTTON, named("Show all steps")).click();
        assertThat(page.locator(".zoom-bar")).isHidden();
        assertThat(page.url()).doesNotContain("from=");
    }

    @Test
    void aChartIsReadAndZoomedByKeys() {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + start(page, Requests.IRIS)));
        assertThat(page.locator(".badge")).hasText("succeeded", PATIENT);
        assertDrawnToTheEnd(page);
        Locator step = page.locator("#chart-loss .reading dd").first();

        page.locator("#chart-loss .plot").focus();
        page.keyboard().press("Home");
        assertThat(step).hasText("1");
        page.keyboard().press("ArrowRight");
        assertThat(step).hasText("2");
        assertThat(page.locator("#chart-river .reading dd").first()).hasText("2");
        page.keyboard().press("End");
        assertThat(step).hasText("120");
        page.keyboard().press("Shift+ArrowLeft");
        assertThat(step).hasText("110");
        page.keyboard().press("+");
        assertThat(page.locator(".zoom-bar")).containsText("Steps 80 to 140");
        page.keyboard().press("Home");
        assertThat(step).hasText("80");
        page.keyboard().press("0");
        assertThat(page.locator(".zoom-bar")).isHidden();
    }

    @Test
    void theLogarithmicScaleIsPartOfTheAddress() {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + start(page, Requests.IRIS)));
        assertThat(page.locator(".badge")).hasText("succeeded", PATIENT);

        page.locator("#chart-loss")
                .getByText("log", new Locator.GetByTextOptions().setExact(true))
                .click();

        assertThat(page.url()).contains("loss.scale=log");
        assertEveryChartIsPainted(page, "chart-loss");
    }

    @Test
    void theListIsLiveAndCanBeSearched() {
        Page page = visit("#/runs?q=endless");
        String id = start(page, Requests.ENDLESS);

        Locator row = page.locator("tr[data-key='" + id + "']");
        assertThat(row.locator(".badge")).hasText("running", PATIENT);
        assertThat(row.locator("a").first()).hasText("endless");
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
        assertThat(row.locator(".badge")).hasText("cancelled", PATIENT);

        page.getByLabel("Search runs").fill("no run has this name");
        assertThat(page.locator(".empty")).hasText("No run matches.");
        assertThat(page.url()).contains("q=no");
    }

    @Test
    void namesAreTextNeverMarkup() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.HOSTILE);

        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator("h1")).hasText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("#layers-title")).isVisible();
        page.navigate(url("/#/runs"));
        assertThat(page.locator("tr[data-key='" + id + "'] .name > a")).hasText("<img src=x onerror=alert(1)>");
        assertThat(page.locator("main img, main b")).hasCount(0);
    }

    private static void assertEveryChartIsPainted(Page page, String... charts) {
        ChartsBrowserTest.serveTestModule(page);
        Map<?, ?> pixels = Map.of();
        for (int tries = 0; tries < 50 && !allPainted(pixels, charts); tries++) {
            page.waitForTimeout(200); // a chart is drawn with the next frame after its data came
            pixels = (Map<?, ?>)
                    page.evaluate("async () => (await import('/test/browser/everyChart.js')).coloredPixels()");
        }
        assertThat(allPainted(pixels, charts))
                .as(List.of(charts) + " are painted; colored pixels: " + pixels)
                .isTrue();
    }

    private static boolean allPainted(Map<?, ?> pixels, String... charts) {
        return List.of(charts).stream().allMatch(chart -> pixels.get(chart) instanceof Integer n && n > 50);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
