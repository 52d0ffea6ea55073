package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The way to a step of a run, and what keys and colors do there. */
final class StepsBrowserTest extends BrowserTestBase {

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    private static final String EXPLODING = """
            {"name": "exploding", "dataset": {"generator": {"type": "linear", "rows": 200, "seed": 7}},
             "model": {"layers": ["dense:8:relu"]}, "training": {"optimizer": "sgd:1000", "epochs": 20, "seed": 1}}""";

    private static final String SMALL = """
            {"name": "small", "dataset": {"generator": "iris"}, "model": {"layers": ["dense:8:tanh", "dense:6:relu"]},
             "training": {"epochs": 2, "seed": 1}}""";

    @Test
    void aRunWatchedFromItsQueuingOnIsSteppedThroughWhereItIs() {
        Page page = visit("#/nowhere");
        List<String> before = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            before.add(start(page, Requests.ENDLESS.replace("endless", "before " + i)));
        }
        String id = start(page, Requests.ENDLESS);
        page.navigate(url("/#/runs/" + id));
        Locator step = link(page, "Step through");
        assertThat(page.locator(".run-title .badge")).hasText("queued", PATIENT);
        assertThat(step).hasCount(0);

        before.forEach(other -> page.request().post(url("/api/v1/jobs/" + other + "/cancel")));

        assertThat(page.locator(".run-title .badge")).hasText("running", PATIENT);
        step.focus();
        String first = step.getAttribute("href");
        String fork = link(page, "Fork…").getAttribute("href");
        assertThat(step).not().hasAttribute("href", first);
        assertThat(link(page, "Fork…")).not().hasAttribute("href", fork);
        assertThat(step).isFocused();
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
    }

    @Test
    void theStepAtWhichARunBlewUpIsReachedAndOneBehindItCanBeAskedForAgain() {
        Page page = visit("#/nowhere");
        String id = start(page, EXPLODING);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("failed", PATIENT);
        int last = number(page, "job => job.error.step", id);
        assertThat(number(page, "job => job.progress.step", id)).isEqualTo(last - 1);

        link(page, "Step through").click();

        assertThat(page.locator("h1")).hasText("Step " + last + ", line by line");
        assertThat(page.locator(".summary")).containsText("Epoch");
        assertThat(link(page, "Next step")).hasCount(0);
        link(page, "Step before").click();
        assertThat(link(page, "Next step")).hasAttribute("href", "#/runs/" + id + "/steps/" + last);

        page.navigate(url("/#/runs/" + id + "/steps/" + (last + 1)));
        assertThat(page.locator(".notice.error")).containsText("There is no step " + (last + 1));
        assertThat(page.locator(".notice.error")).not().containsText("deleted");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")))
                .isVisible();
        refusalsWereExpected();
    }

    @Test
    void arrowKeysScrollWhatIsWiderThanItsPlaceAndColorsFollowTheTheme() {
        Page page = window(360, ColorScheme.LIGHT);
        page.navigate(url("/#/nowhere"));
        String id = start(page, SMALL);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        page.navigate(url("/#/runs/" + id + "/steps/2?line=5"));
        Locator line = page.locator(".slider output");
        assertThat(page.locator(".line-text")).hasText(Pattern.compile("W₂ .6 × 8, layer2., norm .*"));
        assertThat(line).hasText(Pattern.compile("5 of \\d+"));

        page.locator(".scroll:has(.matrix)").focus();
        page.keyboard().press("ArrowRight");

        page.waitForFunction("() => document.querySelector('.scroll:has(.matrix)').scrollLeft > 0");
        assertThat(line).hasText(Pattern.compile("5 of \\d+"));
        String light = cell(page);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForCondition(() -> !cell(page).equals(light));
        page.locator("h1").focus();
        page.keyboard().press("ArrowRight");
        assertThat(line).hasText(Pattern.compile("6 of \\d+"));
    }

    private static String cell(Page page) {
        return (String) page.evaluate("() => document.querySelector('.matrix td').style.background");
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static int number(Page page, String of, String id) {
        return (Integer)
                page.evaluate("async id => (" + of + ")(await (await fetch('/api/v1/jobs/' + id)).json())", id);
    }
}
