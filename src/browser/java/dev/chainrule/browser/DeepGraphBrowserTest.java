package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The graph of a deep network's step: never wider than the window, and layers that are alike unfold by key. */
final class DeepGraphBrowserTest extends BrowserTestBase {

    private static final String SIDEWAYS =
            "() => { const frame = document.querySelector('.graph-scroll'); return frame.scrollWidth - frame.clientWidth; }";

    /** Whether the lit node lies within what the frame shows. */
    private static final String SEEN = """
            () => {
              const frame = document.querySelector('.graph-scroll').getBoundingClientRect();
              const node = document.querySelector('.node.now').getBoundingClientRect();
              return node.top >= frame.top && node.bottom <= frame.bottom;
            }""";

    @ParameterizedTest
    @CsvSource({"360, DARK", "768, LIGHT", "1440, LIGHT", "1440, DARK"})
    void aDeepGraphFitsFoldedAndUnfolded(int width, ColorScheme scheme) {
        Page page = window(width, scheme);
        page.navigate(url("/#/nowhere"));
        String id = start(page, Requests.VANISHING);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", new HasTextOptions().setTimeout(60_000));
        page.navigate(url("/#/runs/" + id + "/steps/3?line=28"));
        Locator nodes = page.locator(".node");
        assertThat(page.locator(".node.now")).hasCount(1);
        assertThat(page.locator(".node.folded")).not().hasCount(0);
        int few = nodes.count();
        looked(page, "graph-folded", width, scheme);

        Locator button = page.locator(".fold");
        assertThat(button).hasText("Layers 2 to 8 are alike");
        button.focus();
        page.keyboard().press("Enter");
        assertThat(button).hasAttribute("aria-expanded", "true");
        assertThat(page.locator(".node.folded")).hasCount(0);
        // x, two parameters and two steps of each of nine layers, what is predicted, L, the penalty and J
        assertThat(nodes).hasCount(1 + 4 * 9 + 4);
        assertThat(few).isLessThan(nodes.count());
        assertThat(page).hasURL(Pattern.compile("unfolded=2"));
        looked(page, "graph-unfolded", width, scheme);
        page.reload();
        assertThat(nodes).hasCount(1 + 4 * 9 + 4);
        for (int line = 29; line <= 36; line++) {
            page.keyboard().press("ArrowRight");
            assertThat((Boolean) page.evaluate(SEEN))
                    .as("line " + line + " is seen")
                    .isTrue();
        }

        button.focus();
        page.keyboard().press("Enter");
        assertThat(button).hasAttribute("aria-expanded", "false");
        assertThat(page.url()).doesNotContain("unfolded");
        page.locator(".node.folded").first().click();
        assertThat(nodes).hasCount(1 + 4 * 9 + 4);
    }

    private static void looked(Page page, String name, int width, ColorScheme scheme) {
        String picture = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        picture(page, picture);
        assertThat((Integer) page.evaluate(SIDEWAYS)).as(picture).isZero();
        Accessible.check(page, picture);
    }
}
