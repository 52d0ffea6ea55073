package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The dashboard of a service that asks for a key: it is asked for once, and everything works with it. */
@TestPropertySource(properties = "chainrule.access.api-keys=" + KeyBrowserTest.DIGEST)
final class KeyBrowserTest extends BrowserTestBase {

    private static final String KEY = "open sesame";

    /** SHA-256 of the key. */
    static final String DIGEST = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    @Test
    void aKeyIsAskedForAndARunIsStartedWatchedAndReadWithIt() throws Exception {
        Page page = visit("#/runs");
        Locator key = page.getByLabel("API key");
        key.fill("a guess");
        page.getByText("Use this key").click();
        assertThat(key).isVisible();
        key.fill(KEY);
        page.getByText("Use this key").click();

        page.locator("[data-example=iris]").click();

        assertThat(page.locator("h1")).hasText("iris", PATIENT);
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        assertThat(page.locator("#chart-loss .reading")).hasCount(4);
        page.getByLabel("Take “Loss” with you").click();
        var csv = page.waitForDownload(
                () -> page.locator("#chart-loss").getByText("Numbers as CSV").click());
        assertThat(Files.readAllLines(csv.path())).hasSizeGreaterThan(100);
        refusalsWereExpected();
        assertThat((List<?>) page.evaluate("() => Object.keys(localStorage)"))
                .as("what outlives the tab")
                .isEmpty();
    }
}
