package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.BoundingBox;
import dev.chainrule.SeededRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A long run is moved along by hand: the picture at once, the server afterwards. */
final class PanBrowserTest extends BrowserTestBase {

    private static final int STEPS = 100_000;

    @Autowired
    private ApplicationContext service;

    @Test
    void aLongRunIsMovedAtOnceAndTheServerIsAskedWhenTheHandRests() {
        Page page = visit("#/nowhere");
        String id = new SeededRuns(service).run(start(page, Requests.IRIS), STEPS, 8);
        page.navigate(url("/#/runs/" + id + "?from=40000&to=60000"));
        assertThat(page.locator(".zoom-bar")).hasText("Steps 40,000 to 60,000Show all steps");
        assertThat(page.locator("#chart-river .uplot")).isVisible();
        assertThat(page.locator("#chart-river .reading").first())
                .hasText(Pattern.compile("steps59,...–60,..., greatest"));
        page.waitForCondition(() -> asked(page) >= 4); // the part and what lies around it, each in two questions

        // A quarter of the picture to the right shows the quarter of the steps before.
        List<Request> late = new ArrayList<>();
        page.onRequest(late::add);
        BoundingBox plot =
                Objects.requireNonNull(page.locator("#chart-loss .u-over").boundingBox());
        page.keyboard().down("Shift");
        page.mouse().move(plot.x + plot.width / 4, plot.y + 50);
        page.mouse().down();
        page.mouse()
                .move(
                        plot.x + plot.width / 2,
                        plot.y + 50,
                        new com.microsoft.playwright.Mouse.MoveOptions().setSteps(5));
        page.mouse().up();
        page.keyboard().up("Shift");

        assertThat(page.locator(".zoom-bar")).containsText("Steps 35,0");
        assertThat(page.url()).contains("from=350").contains("to=550");
        page.waitForCondition(
                () -> late.stream().anyMatch(request -> request.url().contains("&from=150")));
        page.mouse().wheel(plot.width, 0);
        assertThat(page.locator(".zoom-bar")).containsText("Steps 55,0");
        page.locator("#chart-loss .plot").focus();
        page.keyboard().press("PageUp");
        assertThat(page.locator(".zoom-bar")).containsText("Steps 45,0");

        Map<?, ?> frames = Panning.frames(page);
        assertThat(((Number) Objects.requireNonNull(frames.get("frames"))).intValue())
                .as("%s", frames)
                .isGreaterThan(3);
    }

    private static int asked(Page page) {
        return ((Number)
                        page.evaluate(
                                "() => performance.getEntriesByType('resource').filter((one) => one.name.includes('/history')).length"))
                .intValue();
    }
}
