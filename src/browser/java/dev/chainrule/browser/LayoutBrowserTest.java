package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page on a phone, a tablet and a desk, light and dark; a picture of each lands under target/screenshots. */
final class LayoutBrowserTest extends BrowserTestBase {

    /** Elements that stick out of the window, unless they lie in something that scrolls or is meant for screen readers. */
    private static final String OUTSIDE = """
            () => [...document.querySelectorAll('body *')].filter(element => {
              const box = element.getBoundingClientRect();
              return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)
                && !element.closest('.scroll, pre, .u-wrap, .visually-hidden, .skip, svg');
            }).map(element => `${element.tagName}.${element.className}`)
              .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])""";

    /** What a run is about, all of it in the window before anything is scrolled. */
    private static final List<String> FIRST_SCREEN = List.of(
            ".run-title h1",
            ".run-title .badge",
            ".verdict-line",
            ".progress-text",
            ".run-head .actions",
            ".finding .button",
            "#chart-loss .u-over",
            "#chart-river .u-over");

    private static final String BELOW = "seen => seen.filter(one => {"
            + " const box = document.querySelector(one).getBoundingClientRect();"
            + " return box.height === 0 || box.bottom > innerHeight; })";

    @ParameterizedTest
    @CsvSource({"360, DARK", "800, LIGHT", "1440, DARK", "1440, LIGHT"})
    void nothingSticksOut(int width, ColorScheme scheme) {
        Page page = window(width, scheme);
        page.navigate(url("/#/nowhere"));
        String id = start(page, Requests.VANISHING);
        String tail = "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);

        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".badge")).hasText("succeeded", new HasTextOptions().setTimeout(60_000));
        assertThat(page.locator("#layers-title")).isVisible();
        assertThat(page.locator("#plane canvas.unit").first()).isVisible();
        fits(page, "run" + tail);
        List<?> below = (List<?>) page.evaluate(BELOW, FIRST_SCREEN);
        assertThat(below.isEmpty()).as("below the first screen: %s", below).isEqualTo(width == 1440);
        page.navigate(url("/#/runs"));
        assertThat(page.locator("tr[data-key='" + id + "']")).isVisible();
        fits(page, "runs" + tail);
        page.navigate(url("/#/new?from=" + id));
        assertThat(page.locator(".layer")).hasCount(8);
        page.evaluate("() => document.querySelectorAll('details').forEach(details => { details.open = true; })");
        fits(page, "new" + tail);
        page.navigate(url("/#/compare?runs=" + id));
        assertThat(page.locator("#chart-overlay .reading")).hasCount(2);
        fits(page, "compare" + tail);
        page.navigate(url("/#/runs/" + id + "?layer=layer5"));
        assertThat(page.locator(".drawer .histogram")).hasCount(4);
        fits(page, "layer" + tail);
        page.navigate(url("/#/runs/" + id + "/steps/3?line=20"));
        assertThat(page.locator(".node.now")).isVisible();
        fits(page, "step" + tail);
        page.navigate(url("/#/gallery"));
        assertThat(page.locator(".card")).hasCount(8);
        fits(page, "gallery" + tail);
        page.navigate(url("/#/gradients"));
        assertThat(page.locator(".node").first()).isVisible();
        fits(page, "gradients" + tail);
        page.navigate(url("/#/queue"));
        assertThat(page.locator(".queue").last()).hasText("Nothing waits.");
        fits(page, "queue" + tail);
        page.navigate(url("/#/datasets"));
        assertThat(page.locator("table")).isVisible();
        fits(page, "datasets" + tail);
        page.locator("tbody a").first().click();
        assertThat(page.locator("h2").last()).hasText("First rows");
        fits(page, "dataset" + tail);
    }

    @Test
    void aLongNameBreaksWhereRunsAreCompared() {
        Page page = window(360, ColorScheme.LIGHT);
        page.navigate(url("/#/nowhere"));
        String id = start(page, Requests.IRIS.replaceFirst("iris", "x".repeat(90)));

        page.navigate(url("/#/compare?runs=" + id));

        assertThat(page.locator(".rivers .reading")).hasCount(3);
        fits(page, "compare-long-name");
    }

    /** The controls: what these checks look for is planted, and they see it. */
    @Test
    void aNamelessButtonPaleWordsAndAWideBlockAreSeen() {
        Page page = window(360, ColorScheme.LIGHT);
        page.navigate(url("/#/queue"));
        assertThat(page.locator(".queue").last()).isVisible();
        assertThat((List<?>) page.evaluate(OUTSIDE)).isEmpty();
        assertThat(Accessible.violations(page)).isEmpty();
        page.evaluate("""
                () => {
                  const main = document.querySelector('main');
                  main.append(document.createElement('button'));
                  const pale = document.createElement('p');
                  pale.textContent = 'pale';
                  pale.style.color = '#ccc';
                  pale.style.width = '500px';
                  main.append(pale);
                }""");
        assertThat(Accessible.violations(page))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("button-name"))
                .anyMatch(line -> line.startsWith("color-contrast"));
        assertThat((List<?>) page.evaluate(OUTSIDE)).asString().contains("P.");
    }

    private void fits(Page page, String name) {
        picture(page, name);
        assertThat((List<?>) page.evaluate(OUTSIDE)).as(name).isEmpty();
        Accessible.check(page, name);
    }
}
