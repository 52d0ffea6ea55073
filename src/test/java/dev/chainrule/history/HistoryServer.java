package dev.chainrule.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server with this room, over HTTP, on a database file. Closing it closes the database too, so that the next one opens it anew. */
final class HistoryServer implements AutoCloseable {

    final FakeStatus status;
    final Histories histories;
    final LiveFeed feed;
    final String base;

    private final Path folder;

    private final ServletWebServerApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private static @Nullable HistoryServer shared;

    /** One server for all tests of this JVM. */
    static synchronized HistoryServer shared() {
        if (shared == null) {
            shared = new HistoryServer(temporaryFolder(), new FakeStatus());
        }
        return shared;
    }

    /** Stops the shared server and starts another on the same files. */
    static synchronized HistoryServer restarted() {
        HistoryServer old = shared();
        old.close();
        shared = new HistoryServer(old.folder, old.status);
        return shared;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("history");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @EnableAutoConfiguration(
            exclude = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
    @EnableConfigurationProperties(HistoryProperties.class)
    @ComponentScan({"dev.chainrule.history", "dev.chainrule.web", "dev.chainrule.access", "dev.chainrule.storage"})
    static class Rooms {} // no @Configuration: the service scans this package too, and would take its exclusions

    /** Changes the database behind the service's back. */
    void execute(String sql) {
        context.getBean(JdbcTemplate.class).execute(sql);
    }

    private HistoryServer(Path folder, FakeStatus status) {
        this.folder = folder;
        this.status = status;
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Rooms.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("fakeStatus", status))
                .properties(
                        "spring.main.banner-mode=off", "logging.level.root=warn", "springdoc.api-docs.enabled=false")
                .run(
                        "--server.port=0",
                        "--chainrule.data-dir=" + folder,
                        "--chainrule.history.flush=20ms",
                        "--chainrule.history.heartbeat=300ms",
                        "--chainrule.history.followers=20",
                        "--server.tomcat.connection-timeout=2s");
        histories = context.getBean(Histories.class);
        feed = context.getBean(LiveFeed.class);
        base = "http://127.0.0.1:"
                + Objects.requireNonNull(context.getWebServer()).getPort();
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("/api/v1/jobs/" + path, headers);
    }

    /** The answer of any address. */
    HttpResponse<String> send(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String path) {
        return raw("/api/v1/jobs/" + path);
    }

    /** The JSON of any address. */
    JsonNode raw(String path) {
        HttpResponse<String> answer = send(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    @Override
    public void close() {
        JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
        context.getBeansOfType(SmartLifecycle.class).values().stream()
                .filter(bean -> bean instanceof Followers || bean instanceof HistoryWriter)
                .forEach(SmartLifecycle::stop);
        jdbc.execute("shutdown");
        context.close();
    }
}
