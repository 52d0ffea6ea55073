package dev.chainrule.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.chainrule.Application;
import dev.chainrule.SeededRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * How fast the dashboard is where there is much to show: a run of a million steps opened and panned, a list of 5 000 runs. Prints
 * milliseconds; {@code speed.steps}, {@code speed.layers}, {@code speed.runs} and {@code speed.visits} change what is measured.
 */
public final class DashboardSpeed {

    /** What stands on the page when a run, or the list, is there to be read. */
    private static final String RUN = "['#chart-loss .u-wrap canvas', '#chart-river .u-wrap canvas']";

    private static final String LIST = "['tr[data-key] .spark[width]']";

    private final long steps = Long.getLong("speed.steps", 1_000_000);
    private final int layers = Integer.getInteger("speed.layers", 20);
    private final int runs = Integer.getInteger("speed.runs", 5_000);
    private final int visits = Integer.getInteger("speed.visits", 15);

    private final Browser browser;
    private final Devtools devtools;
    private final String base;
    private final SeededRuns seeded;

    private DashboardSpeed(Browser browser, Devtools devtools, ServletWebServerApplicationContext service) {
        this.browser = browser;
        this.devtools = devtools;
        this.base = "http://127.0.0.1:"
                + Objects.requireNonNull(service.getWebServer()).getPort();
        this.seeded = new SeededRuns(service);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dashboard-speed");
        try (Playwright playwright = Chromium.playwright();
                ServletWebServerApplicationContext service =
                        (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                                .properties("logging.level.root=warn", "spring.main.banner-mode=off")
                                .run("--server.port=0", "--chainrule.data-dir=" + folder);
                Browser browser = Chromium.launch(playwright);
                Devtools devtools = new Devtools(folder.resolve("profile"))) {
            new DashboardSpeed(browser, devtools, service).measure();
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void measure() {
        String like;
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.navigate(base + "/#/nowhere");
            like = (String) page.evaluate(TRAIN, layers - 1);
        }
        long start = System.nanoTime();
        String id = seeded.run(like, steps, layers);
        System.out.printf(
                Locale.ROOT,
                "seeded %,d steps of %d layers in %.1f s%n",
                steps,
                layers,
                (System.nanoTime() - start) / 1e9);
        open("run", "/#/runs/" + id, RUN);
        click("run", "/#/runs", LIST, "a[href*='" + id + "']", RUN);
        pan(id);
        for (int i = 0; i < runs; i++) {
            seeded.run(like, 40, layers);
        }
        System.out.printf(Locale.ROOT, "%,d runs%n", runs);
        open("list", "/#/runs", LIST);
        click("list", "/#/runs/" + id, RUN, "a[href='#/runs']", LIST);
    }

    /** Trains a small run of so many hidden layers and waits for its end; its row is what the others are copied from. */
    private static final String TRAIN = """
            async (layers) => {
              const model = {layers: Array(layers).fill('dense:4:tanh')};
              const start = await fetch('/api/v1/jobs', {method: 'POST', headers: {'Content-Type': 'application/json'},
                body: JSON.stringify({name: 'long', dataset: {generator: 'iris'}, model, training: {epochs: 1}})});
              const {id} = await start.json();
              for (;;) {
                const job = await (await fetch(`/api/v1/jobs/${id}`)).json();
                if (job.state === 'SUCCEEDED') return id;
                if (job.state === 'FAILED') throw new Error(JSON.stringify(job.error));
                await new Promise((done) => setTimeout(done, 50));
              }
            }""";

    /** Does something when all of some elements stand on the page and have been painted. */
    private static String painted(String wanted, String then) {
        return """
                const wanted = %s;
                new MutationObserver((_, self) => {
                  if (!wanted.every((one) => document.querySelector(one))) return;
                  self.disconnect();
                  requestAnimationFrame(() => { %s; });
                }).observe(document, {subtree: true, childList: true, attributes: true});
                """.formatted(wanted, then);
    }

    private void open(String name, String address, String wanted) {
        times(name + ", fresh browser", visits, () -> {
            try (Devtools.Tab tab = devtools.freshTab()) {
                return visit(tab, address, wanted);
            }
        });
        visitsBefore(address, wanted);
        times(name + ", new tab", visits, () -> {
            try (Devtools.Tab tab = devtools.tab()) {
                return visit(tab, address, wanted);
            }
        });
        try (Devtools.Tab tab = devtools.tab()) {
            visit(tab, address, wanted);
            times(name + ", reloaded", visits, () -> {
                tab.reload();
                return drawn(tab);
            });
            System.out.println(tab.evaluate(REQUESTS).stringValue());
        }
    }

    /** Milliseconds from a click on a link to all of some elements painted. */
    private static final String CLICK = """
            new Promise((done) => {
              const start = performance.now();
              %s
              document.querySelector("%s").click();
            })""";

    /** Milliseconds that somebody looks at a page before the first click. */
    private static final long READ = 3000;

    /** A dashboard that is open: the first click on a link in its tab, and the same after a way back. */
    private void click(String name, String from, String there, String link, String wanted) {
        List<Double> again = new ArrayList<>();
        visitsBefore(from, there);
        times(name + ", first click", visits, () -> {
            try (Devtools.Tab tab = devtools.tab()) {
                visit(tab, from, there);
                rest(READ);
                double first = clicked(tab, link, wanted);
                tab.evaluate("history.back()");
                tab.await(there + ".every((one) => document.querySelector(one))");
                rest(500);
                again.add(clicked(tab, link, wanted));
                return first;
            }
        });
        times(name + ", clicked again", visits, again::removeFirst);
    }

    private static double clicked(Devtools.Tab tab, String link, String wanted) {
        return tab.evaluate(CLICK.formatted(painted(wanted, "done(performance.now() - start)"), link))
                .doubleValue();
    }

    /** A browser keeps a script compiled once it has run it a few times. */
    private void visitsBefore(String address, String wanted) {
        for (int i = 0; i < 3; i++) {
            try (Devtools.Tab tab = devtools.tab()) {
                visit(tab, address, wanted);
            }
        }
    }

    /** What was asked, when it began, when it ended and how many bytes came. */
    private static final String REQUESTS = """
            (() => {
              const [page] = performance.getEntriesByType('navigation');
              const files = performance.getEntriesByType('resource').filter((one) => !one.name.includes('/api/'));
              const asked = performance.getEntriesByType('resource').filter((one) => one.name.includes('/api/'));
              const ms = (...times) => times.map((time) => time.toFixed(0)).join('-');
              return [`  page ${ms(page.requestStart, page.responseEnd)} ms, ${files.length} modules and styles ` +
                  `${ms(Math.min(...files.map((one) => one.startTime)), Math.max(...files.map((one) => one.responseEnd)))} ms, drawn ${ms(window.drawn)} ms`,
                ...asked.slice(0, 8).map((one) => `  ${ms(one.startTime, one.responseEnd)} ms (server ${ms(one.responseStart - one.requestStart)}) ` +
                  `${one.encodedBodySize} of ${one.decodedBodySize} bytes ${one.name.slice(location.origin.length).slice(0, 90)}`)].join('\\n');
            })()""";

    private double visit(Devtools.Tab tab, String address, String wanted) {
        tab.before(painted(wanted, "window.drawn = performance.now()"));
        tab.navigate(base + address);
        return drawn(tab);
    }

    /** Asked when it is over: whoever asks meanwhile has a share in how long it takes. */
    private static double drawn(Devtools.Tab tab) {
        for (int i = 0; i < 20; i++) {
            rest(1500);
            double drawn = tab.evaluate("window.drawn ?? 0").doubleValue();
            if (drawn > 0) {
                return drawn;
            }
        }
        throw new IllegalStateException("The page was not drawn");
    }

    private static void rest(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    private static void times(String name, int times, Supplier<Double> once) {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(once.get());
        }
        Collections.sort(all);
        System.out.printf(
                Locale.ROOT,
                "%-24s median %.0f ms, least %.0f, most %.0f of %d%n",
                name,
                all.get(times / 2),
                all.getFirst(),
                all.getLast(),
                times);
    }

    private void pan(String id) {
        try (BrowserContext context = browser.newContext()) {
            Page page = context.newPage();
            page.addInitScript(painted(RUN, "window.drawn = true"));
            page.navigate(base + "/#/runs/" + id + "?from=" + steps * 2 / 5 + "&to=" + steps / 2);
            page.waitForFunction("() => window.drawn");
            Map<?, ?> frames = Panning.frames(page);
            System.out.println("panning: " + frames);
        }
    }
}
