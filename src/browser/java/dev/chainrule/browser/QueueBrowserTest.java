package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What waits and in which order; what a finished run and a dataset look like. */
final class QueueBrowserTest extends BrowserTestBase {

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    @Test
    void waitingRunsAreDraggedIntoAnotherOrderAndCancelled() {
        Page page = visit("#/queue");
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            started.add(start(page, Requests.ENDLESS.replace("endless", "waits " + i)));
        }
        Locator waiting = page.locator("[aria-label='Waiting runs, first to start first'] li");
        assertThat(waiting.last()).containsText("waits 11");
        Accessible.check(page, "the queue");
        int last = waiting.count() - 1;
        assertThat(last).isGreaterThanOrEqualTo(3);

        assertThat(waiting.nth(2)).containsText("starts in about", new ContainsTextOptions().setTimeout(60_000));

        waiting.last().dragTo(waiting.nth(0));

        assertThat(waiting.first()).containsText("waits 11");
        assertThat(waiting.first()).containsText("priority 1");
        page.getByLabel("Move waits 11 back").click();
        assertThat(waiting.nth(1)).containsText("waits 11");
        page.getByLabel("Cancel waits 11").click();
        assertThat(waiting).hasCount(last);
        picture(page, "queue");
        started.forEach(id -> page.request().post(url("/api/v1/jobs/" + id + "/cancel")));
        assertThat(page.locator(".queue .badge")).hasCount(0, new HasCountOptions().setTimeout(20_000));
    }

    @Test
    void aRunOfTwoInputsShowsItsBoundaryAndWhatItsUnitsSee() {
        Page page = visit("#/nowhere");
        String id = start(page, """
                {"name": "moons", "dataset": {"generator": {"type": "moons", "rows": 200, "seed": 7}},
                 "model": {"layers": ["dense:6:tanh", "dense:5:relu"]}, "training": {"epochs": 30, "seed": 1}}""");
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);

        assertThat(page.locator("#plane canvas.plane")).isVisible(new IsVisibleOptions().setTimeout(20_000));
        assertThat(page.locator("#plane canvas.unit")).hasCount(11);
        Object colors = page.evaluate("""
                () => {
                  const canvas = document.querySelector('canvas.plane');
                  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                  const colors = new Set();
                  for (let at = 0; at < data.length; at += 4) colors.add(data.slice(at, at + 3).join());
                  return colors.size;
                }""");
        assertThat((Integer) colors).isGreaterThan(20);
        Accessible.check(page, "a run of two inputs");
    }

    @Test
    void aRunIsDeletedWhenAskedOnceMoreAndAHiddenPageLearnsThatItIsGone() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.ENDLESS);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".connection")).hasText("live");
        hide(page, true);
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
        Page other = visit("#/runs/" + id);
        assertThat(other.locator(".run-title .badge")).hasText("cancelled", PATIENT);

        other.getByText("Delete").dblclick();
        assertThat(other.getByText("Delete for good?")).isVisible();
        other.getByText("Delete for good?").click();

        other.waitForURL(Pattern.compile("#/runs$"));
        hide(page, false);
        assertThat(page.locator(".notice")).containsText("It was deleted");
        assertThat(page.locator(".run-title")).hasText("endless");
        refusalsWereExpected();
    }

    @Test
    void aModelPredictsAndIsTakenAwayAsAFile() throws Exception {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + start(page, Requests.IRIS)));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        page.getByText("Model", new Page.GetByTextOptions().setExact(true)).click();

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Predict"))
                .click();
        assertThat(page.locator(".prediction .answer")).containsText("species:");
        var file =
                page.waitForDownload(() -> page.getByLabel("Download as json").click());

        assertThat(Files.readString(file.path())).contains("layer1");
        Accessible.check(page, "a model");
    }

    @Test
    void columnsOfADatasetHaveTheirDistributionDrawn() {
        Page page = visit("#/nowhere");
        start(page, Requests.IRIS);
        page.navigate(url("/#/datasets"));
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("iris").setExact(true))
                .first()
                .click();

        assertThat(page.locator(".column-shape")).hasCount(5);
        assertThat(page.locator(".column-shape").last().locator("rect")).hasCount(3);
        Accessible.check(page, "a dataset");
    }
}
