package dev.chainrule.browser;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Chromium that is spoken to by its DevTools protocol alone, and asked for nothing while a page comes. Playwright listens to every
 * file of a page, which costs a page of many files a good part of its time.
 */
final class Devtools implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;
    private final Session browser;

    /** @param profile where the browser keeps its files and compiled scripts */
    Devtools(Path profile) throws IOException, InterruptedException {
        Files.createDirectories(profile);
        Path place = profile.resolve("DevToolsActivePort");
        List<String> command = new ArrayList<>(List.of(Chromium.PROGRAM.toString()));
        command.addAll(Chromium.ARGUMENTS);
        command.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank"));
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        List<String> lines = told(place);
        this.address = URI.create("http://127.0.0.1:" + lines.getFirst());
        this.browser = new Session("ws://127.0.0.1:" + lines.getFirst() + lines.get(1));
    }

    /** The port and the path at which the browser listens; it writes them when it does. */
    private static List<String> told(Path place) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; Thread.sleep(20)) {
            List<String> lines = Files.exists(place) ? Files.readAllLines(place) : List.of();
            if (lines.size() > 1) {
                return lines;
            }
        }
        throw new IOException("Chromium does not listen");
    }

    /** A tab of the profile. */
    Tab tab() {
        return new Tab(null);
    }

    /** A tab that finds nothing kept and leaves nothing behind. */
    Tab freshTab() {
        return new Tab(browser.call("Target.createBrowserContext", Map.of("disposeOnDetach", true))
                .get("browserContextId")
                .stringValue());
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        http.shutdownNow();
    }

    /** One tab, and what it is told. */
    final class Tab implements AutoCloseable {

        private final @Nullable String context;
        private final String id;
        private final Session session;

        private Tab(@Nullable String context) {
            this.context = context;
            this.id = browser.call(
                            "Target.createTarget",
                            context == null
                                    ? Map.of("url", "about:blank")
                                    : Map.of("url", "about:blank", "browserContextId", context))
                    .get("targetId")
                    .stringValue();
            this.session = new Session("ws://" + address.getAuthority()
                    + URI.create("/devtools/page/" + id).getPath());
            session.call("Page.enable", Map.of());
        }

        /** A script that runs before those of each page. */
        void before(String script) {
            session.call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
        }

        void navigate(String address) {
            session.call("Page.navigate", Map.of("url", address));
        }

        void reload() {
            session.call("Page.reload", Map.of());
        }

        /** The value of an expression; a promise is waited for. */
        JsonNode evaluate(String expression) {
            JsonNode answer = session.call(
                    "Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
            if (answer.has("exceptionDetails")) {
                throw new IllegalStateException(answer.get("exceptionDetails").toString());
            }
            return answer.get("result").path("value");
        }

        /** Waits until an expression is true. */
        void await(String expression) {
            evaluate("""
                    new Promise((done) => {
                      const look = () => (%s) ? done(true) : setTimeout(look, 20);
                      look();
                    })""".formatted(expression));
        }

        @Override
        public void close() {
            browser.call("Target.closeTarget", Map.of("targetId", id));
            if (context != null) {
                browser.call("Target.disposeBrowserContext", Map.of("browserContextId", context));
            }
        }
    }

    /** Questions to one target, and their answers. */
    private final class Session implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
        private final AtomicInteger last = new AtomicInteger();
        private final StringBuilder text = new StringBuilder();
        private final WebSocket socket;

        Session(String address) {
            this.socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(address), this)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }

        JsonNode call(String method, Map<String, ?> parameters) {
            int id = last.incrementAndGet();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            open.put(id, answer);
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                    .join();
            JsonNode whole =
                    answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            if (whole.has("error")) {
                throw new IllegalStateException(method + ": " + whole.get("error"));
            }
            return whole.get("result");
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean whole) {
            text.append(data);
            if (whole) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                if (message.has("id")) {
                    Objects.requireNonNull(open.remove(message.get("id").intValue()))
                            .complete(message);
                }
            }
            webSocket.request(1);
            return null;
        }
    }
}
