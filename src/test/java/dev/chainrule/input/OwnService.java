package dev.chainrule.input;

import dev.chainrule.Application;
import dev.chainrule.job.Misbehaving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Another service beside the shared one, whose jobs and clock may misbehave and whose folder may be taken away. */
final class OwnService implements AutoCloseable {

    private static @Nullable OwnService shared;

    private final Path folder;
    private final ConfigurableApplicationContext context;

    private OwnService(Path folder, ConfigurableApplicationContext context) {
        this.folder = folder;
        this.context = context;
    }

    /** One of little memory with two workers, started when it is first asked for; it ends with the tests. */
    static synchronized OwnService shared() {
        if (shared == null) {
            shared = start("--chainrule.job.memory=150MB", "--chainrule.workers=2");
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    static OwnService start(String... settings) {
        try {
            return start(Files.createTempDirectory("chainrule-own").resolve("data"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a folder that may have been another service's. */
    static OwnService start(Path folder, String... settings) {
        String[] all = Stream.concat(
                        List.of(
                                "--server.port=0",
                                "--chainrule.data-dir=" + folder,
                                "--chainrule.job.warm-up=false",
                                "--spring.main.banner-mode=off")
                                .stream(),
                        Stream.of(settings))
                .toArray(String[]::new);
        return new OwnService(folder, new SpringApplicationBuilder(Application.class, Misbehaving.class).run(all));
    }

    Path folder() {
        return folder;
    }

    Talk talk() {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return new Talk(Integer.parseInt(port), context);
    }

    @Override
    public void close() {
        context.close();
    }
}
