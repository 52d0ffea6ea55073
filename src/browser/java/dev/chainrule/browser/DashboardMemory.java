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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Whether a page that is left open grows: a run goes on, its page's clock is sped up or not, and heap, nodes and listeners are looked at
 * after a collection, at the start and every so many seconds. Prints each look and the slopes of lines through the second half of them.
 */
public final class DashboardMemory {

    /** Seconds between two looks. */
    private static final int EVERY = Integer.getInteger("speed.every", 10);

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
        List<Look> all = new ArrayList<>();
        for (int i = 0; i <= looks; i++) {
            Look look = look(chrome);
            all.add(look);
            System.out.printf(
                    Locale.ROOT,
                    "%4d s: %.2f MB, %,.0f nodes, %,.0f listeners after %,d charts, run %s%n",
                    i * EVERY,
                    look.heap(),
                    look.nodes(),
                    look.listeners(),
                    answers[0],
                    page.evaluate(STATE, id));
            page.waitForTimeout(i < looks ? EVERY * 1000.0 : 0);
        }
        double minutes = EVERY / 60.0;
        System.out.printf(
                Locale.ROOT,
                "second half, a minute: %+.4f MB, %+.2f nodes, %+.2f listeners%n",
                slope(all, Look::heap) / minutes,
                slope(all, Look::nodes) / minutes,
                slope(all, Look::listeners) / minutes);
    }

    /** @param heap used by scripts, MB */
    private record Look(double heap, double nodes, double listeners) {}

    private static Look look(CDPSession chrome) {
        chrome.send("HeapProfiler.collectGarbage");
        JsonObject usage = chrome.send("Runtime.getHeapUsage");
        JsonObject counters = chrome.send("Memory.getDOMCounters");
        return new Look(
                usage.get("usedSize").getAsDouble() / 1e6,
                counters.get("nodes").getAsDouble(),
                counters.get("jsEventListeners").getAsDouble());
    }

    /** Least squares over the second half, for each look. */
    private static double slope(List<Look> looks, ToDoubleFunction<Look> of) {
        double[] y = looks.subList(looks.size() / 2, looks.size()).stream()
                .mapToDouble(of)
                .toArray();
        double middle = (y.length - 1) / 2.0;
        double mean = Arrays.stream(y).average().orElseThrow();
        double across = 0;
        double along = 0;
        for (int i = 0; i < y.length; i++) {
            across += (i - middle) * (y[i] - mean);
            along += (i - middle) * (i - middle);
        }
        return across / along;
    }
}
