package dev.chainrule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import dev.chainrule.ServiceTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A browser at the dashboard. Whatever a page writes to the console as an error fails the test that opened it. */
@ServiceTest
abstract class BrowserTestBase {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    /** A machine that is busy with other tests is slow. */
    private static final double PATIENCE_MILLIS = 20_000;

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private static Playwright playwright;
    private static Browser browser;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @LocalServerPort
    private int port;

    @BeforeAll
    static void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Chromium.playwright();
        browser = Chromium.launch(playwright);
    }

    @AfterAll
    static void shut() {
        browser.close();
        playwright.close();
    }

    @AfterEach
    void noPageComplained() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        assertThat(heard).as("errors on the console").isEmpty();
    }

    /** An empty window of its own. */
    final Page window(int width, ColorScheme scheme) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
        contexts.add(context);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** The dashboard at an address such as {@code #/runs}, in a window of its own. */
    final Page visit(String address) {
        Page page = window(1280, ColorScheme.LIGHT);
        page.navigate(url("/" + address));
        opened(page);
        return page;
    }

    /** Waits until the modules of a page have come and it stands. */
    static void opened(Page page) {
        page.evaluate("() => new Promise(done => setTimeout(done))"); // a change of address has been heard by now
        page.waitForSelector("main:not([aria-busy]) h1");
    }

    /** Tells a page that nobody sees it, or that somebody does again. */
    static void hide(Page page, boolean hidden) {
        page.evaluate("""
                hidden => {
                  Object.defineProperty(document, 'hidden', {configurable: true, value: hidden});
                  document.dispatchEvent(new Event('visibilitychange'));
                }""", hidden);
    }

    final String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** A browser complains of every answer of 400 and above: in a test about refusals that is no error. */
    final void refusalsWereExpected() {
        assertThat(complaints).anyMatch(BrowserTestBase::isRefusal);
        complaints.removeIf(BrowserTestBase::isRefusal);
    }

    private static boolean isRefusal(String complaint) {
        return complaint.contains("the server responded with a status of 4")
                || complaint.contains("the server responded with a status of 503");
    }

    /** Starts a run and gives its id. */
    final String start(Page page, String request) {
        APIResponse answer = page.request()
                .post(
                        url("/api/v1/jobs"),
                        RequestOptions.create()
                                .setHeader("Content-Type", "application/json")
                                .setData(request));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        var id = ID.matcher(answer.text());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** A picture of the whole page under target/screenshots. */
    static void picture(Page page, String name) {
        opened(page);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
