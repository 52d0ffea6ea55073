package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;

/** The dashboard of a service that asks for a key: it is asked for once, and everything works with it. */
@TestPropertySource(
        properties = {
            "chainrule.access.api-keys=" + KeyBrowserTest.DIGEST,
            "chainrule.access.rates.submits-per-minute=1000",
            "chainrule.access.rates.bad-keys-per-minute=3",
            "server.tomcat.accesslog.enabled=true",
            "server.tomcat.accesslog.buffered=false",
            "server.tomcat.accesslog.pattern=%r %{Referer}i",
            "server.tomcat.accesslog.directory=" + KeyBrowserTest.LOGS
        })
final class KeyBrowserTest extends BrowserTestBase {

    private static final String KEY = "open sesame";

    /** SHA-256 of the key. */
    static final String DIGEST = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";

    /** Where the server tells what it was asked for. */
    static final String LOGS = "${chainrule.data-dir}/accesslog";

    private static final Pattern MADE = Pattern.compile("\"id\":\"([^\"]+)\".*\"key\":\"([^\"]+)\"");

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    @Test
    void aKeyIsAskedForAndARunIsStartedWatchedAndReadWithIt() throws Exception {
        Page page = visit("#/runs");
        Locator key = page.getByLabel("API key");
        List<Route> held = new ArrayList<>();
        page.route("**/api/v1/caller", held::add);
        useKey(page, "a guess");
        page.waitForCondition(() -> !held.isEmpty());
        Locator form = page.locator(".key-form p").first();
        String missing = form.textContent();
        key.fill(KEY);
        page.unroute("**/api/v1/caller");
        held.forEach(Route::resume);
        assertThat(form).not().hasText(missing);
        assertThat(key).hasValue(KEY); // typed while the guess was being refused
        page.getByText("Use this key").click();

        assertThat(key).not().isVisible();
        page.getByText("Gallery", new Page.GetByTextOptions().setExact(true)).click();
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

    @Value("${chainrule.data-dir}")
    private Path folder;

    private record Made(String id, String key) {}

    private Made make(Page page, String scope, String owner) {
        APIResponse answer = page.request()
                .post(
                        url("/api/v1/keys"),
                        admin().setHeader("Content-Type", "application/json")
                                .setData("{\"name\": \"browser\", \"scope\": \"" + scope + "\", \"owner\": \"" + owner
                                        + "\"}"));
        Matcher made = MADE.matcher(answer.text());
        assertThat(made.find()).as(answer.text()).isTrue();
        return new Made(made.group(1), made.group(2));
    }

    private static RequestOptions admin() {
        return RequestOptions.create().setHeader("Authorization", "Bearer " + KEY);
    }

    private static void useKey(Page page, String key) {
        page.getByLabel("API key").fill(key);
        page.getByText("Use this key").click();
    }

    /** Everything that would start, change or compute. */
    private static Locator writing(Page page) {
        return page.locator("[data-needs=write]");
    }

    @Test
    void aReadersDashboardOffersNothingThatWouldBeRefusedAndSaysWhy() throws IOException {
        Page writer = visit("#/runs");
        Made write = make(writer, "write", "browser-lab");
        Made read = make(writer, "read", "browser-lab");
        useKey(writer, write.key());
        writer.locator("[data-example=iris]").click();
        assertThat(writer.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        assertThat(writer.locator(".scope-note")).hasCount(0);
        assertThat(writer.getByText("Run again…")).hasAttribute("href", Pattern.compile("#/new.*"));
        String run = writer.url().substring(writer.url().indexOf('#'));
        refusalsWereExpected();

        Page reader = visit("#/new");
        useKey(reader, read.key());
        assertThat(reader.locator(".scope-note")).containsText("needs a key of scope write");
        assertThat(reader.locator("main .page > h1 + .empty")).containsText("needs a key of scope write");
        refusalsWereExpected();
        for (String address : List.of("#/runs", run, "#/queue", "#/datasets", "#/gallery")) {
            reader.evaluate("address => { location.hash = address; }", address);
            opened(reader);
            reader.waitForLoadState(LoadState.NETWORKIDLE);
            for (Locator control : writing(reader).all()) {
                assertThat(control.isDisabled() || control.getAttribute("href") == null)
                        .as("%s: %s", address, control.textContent())
                        .isTrue();
                assertThat(control).hasAttribute("title", Pattern.compile(".*scope write.*"));
            }
        }
        reader.evaluate("address => { location.hash = address; }", run);
        assertThat(reader.getByText("Run again…")).isVisible();
        assertThat(reader.locator("#chart-loss .reading")).hasCount(4);
        for (String closed : List.of("#/new", "#/gradients", "#/gallery/epoch-gd")) {
            reader.evaluate("address => { location.hash = address; }", closed);
            assertThat(reader.locator("main .page > h1 + .empty")).containsText("needs a key of scope write");
        }

        reader.evaluate("address => { location.hash = address; }", run);
        writer.request().delete(url("/api/v1/keys/" + read.id()), admin());
        reader.reload();
        assertThat(reader.getByLabel("API key")).isVisible();
        useKey(reader, write.key());
        assertThat(reader.locator("h1")).hasText("iris");
        assertThat(reader.locator(".scope-note")).hasCount(0);
        refusalsWereExpected();
        for (String key : List.of(KEY, write.key(), read.key())) {
            assertThat(accessLog()).contains("GET /api/v1/caller").doesNotContain(key, key.replace(' ', '+'));
        }
    }

    private String accessLog() throws IOException {
        try (Stream<Path> logs = Files.list(folder.resolve("accesslog"))) {
            StringBuilder all = new StringBuilder();
            for (Path log : logs.toList()) {
                all.append(Files.readString(log));
            }
            return all.toString();
        }
    }
}
