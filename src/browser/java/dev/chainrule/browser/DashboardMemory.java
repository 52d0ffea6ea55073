package dev.chainrule.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.chainrule.Application;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Whether a page that is left open grows: a run goes on for ever, its page's clock is sped up, and the heap is looked at after a
 * collection every so many seconds. Prints each look and the slope of a line through the second half of them.
 */
public final class DashboardMemory {

    private static final int EVERY_MILLIS = 10_000;

    /** The page's timers are this many times as fast; 1 watches real time go by. */
    private static final int HASTE = Integer.getInteger("speed.haste", 50);

    /** Units of each hidden layer; wide ones make slow steps, so that the run outlasts the looks. */
    private static final int UNITS = Integer.getInteger("speed.units", 8);

    private static final String HURRY = """
            const slow = window.setTimeout;
            window.setTimeout = (task, pause = 0, ...rest) => slow(task, pause / %d, ...rest);
            """.formatted(HASTE);

    private static final String START = """
            async (units) => {
              const start = await fetch('/api/v1/jobs', {method: 'POST', headers: {'Content-Type': 'application/json'},
                body: JSON.stringify({dataset: {generator: 'iris'}, model: {layers: Array(2).fill(`dense:${units}:tanh`)},
                  training: {epochs: 1000000, batchSize: 4}})});
              return (await start.json()).id;
            }""";

    /** A run that has ended says nothing about live updates. */
    private static final String STATE = "async (id) => (await (await fetch(`/api/v1/jobs/${id}`)).json()).state";

    private DashboardMemory() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("dashboard-memory");
        try (Playwright playwright = Chromium.playwright();
                ServletWebServerApplicationContext service =
                        (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                                .properties("logging.level.root=warn", "spring.main.banner-mode=off")
                                .run(
                                        "--server.port=0",
                                        "--chainrule.data-dir=" + folder,
                                        "--chainrule.history.flush=5ms");
                Browser browser = Chromium.launch(playwright);
                BrowserContext context = browser.newContext()) {
            String base = "http://127.0.0.1:"
                    + Objects.requireNonNull(service.getWebServer()).getPort();
            watch(context, base, Integer.getInteger("speed.looks", 60));
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static void watch(BrowserContext context, String base, int looks) {
        Page page = context.newPage();
        page.addInitScript(HURRY);
        int[] answers = {0};
        page.onResponse(response -> answers[0] += response.url().contains("/history") ? 1 : 0);
        page.navigate(base + "/#/nowhere");
        Object id = page.evaluate(START, UNITS);
        page.navigate(base + "/#/runs/" + id);
        page.waitForSelector("#chart-river .uplot");
        CDPSession chrome = context.newCDPSession(page);
        double[] heaps = new double[looks];
        for (int i = 0; i < looks; i++) {
            page.waitForTimeout(EVERY_MILLIS);
            chrome.send("HeapProfiler.collectGarbage");
            JsonObject usage = chrome.send("Runtime.getHeapUsage");
            heaps[i] = usage.get("usedSize").getAsDouble() / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "%4d s: %.2f MB after %,d charts, run %s%n",
                    (i + 1) * EVERY_MILLIS / 1000,
                    heaps[i],
                    answers[0],
                    page.evaluate(STATE, id));
        }
        double minutes = EVERY_MILLIS / 60_000.0;
        System.out.printf(Locale.ROOT, "slope of the second half: %.3f MB a minute%n", slope(heaps) / minutes);
    }

    /** Least squares over the second half, for each look. */
    private static double slope(double[] y) {
        int from = y.length / 2;
        int n = y.length - from;
        double middle = from + (n - 1) / 2.0;
        double mean = 0;
        for (int i = from; i < y.length; i++) {
            mean += y[i] / n;
        }
        double across = 0;
        double along = 0;
        for (int i = from; i < y.length; i++) {
            across += (i - middle) * (y[i] - mean);
            along += (i - middle) * (i - middle);
        }
        return across / along;
    }
}
