package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.web.ProblemWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;

final class StartTest {

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class))
            .withUserConfiguration(AccessConfiguration.class)
            .withBean(ProblemWriter.class)
            .withBean(KeyTable.class)
            .withBean(AuditTable.class);

    @ParameterizedTest
    @ValueSource(strings = {"server.address=0.0.0.0", "server.address=192.0.2.1", "server.address=::", "server.port=1"})
    void anOpenAddressWithoutAKeyDoesNotStart(String property) {
        runner.withPropertyValues(property).run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure());
            assertThat(failure).hasRootCauseInstanceOf(OpenToNetworkException.class);
            FailureAnalysis analysis = Objects.requireNonNull(new OpenToNetworkAnalyzer().analyze(failure));
            assertThat(analysis.getDescription()).contains("no API key");
        });
    }

    @Test
    void anOpenAddressOfTheActuatorWithoutAKeyDoesNotStart() {
        WebApplicationContextRunner apart = runner.withUserConfiguration(Actuator.class)
                .withPropertyValues("server.address=127.0.0.1", "management.server.port=0");

        apart.withPropertyValues("management.server.address=0.0.0.0")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(OpenToNetworkException.class)
                        .rootCause()
                        .hasMessageContaining("management.server.address is 0.0.0.0"));
        apart.withPropertyValues("management.server.address=127.0.0.1")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @EnableConfigurationProperties(ManagementServerProperties.class)
    static final class Actuator {}

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.8.8.8"})
    void aLoopbackAddressStarts(String address) {
        runner.withPropertyValues("server.address=" + address)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anOpenAddressWithAKeyStarts() {
        runner.withPropertyValues("server.address=0.0.0.0", "chainrule.access.api-keys=" + "ab".repeat(32))
                .run(context -> assertThat(context).hasNotFailed());
    }
}
