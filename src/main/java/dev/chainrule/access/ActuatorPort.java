package dev.chainrule.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives the actuator a port of its own on the loopback address once keys are configured: the one after the service's. Whoever names a port
 * or an address himself gets that; a port of one's own without an address would be open to the network, so it gets the loopback one too.
 */
final class ActuatorPort implements EnvironmentPostProcessor {

    private static final String PORT = "management.server.port";
    private static final String ADDRESS = "management.server.address";
    private static final int DEFAULT_PORT = 8080;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Binder settings = Binder.get(environment);
        int own = settings.bind("server.port", Integer.class).orElse(DEFAULT_PORT);
        boolean keys = !settings.bind("chainrule.access.api-keys", Bindable.listOf(String.class))
                .orElse(List.of())
                .isEmpty();
        int next = own == 0 ? 0 : own + 1; // 0: any that is free
        int port = settings.bind(PORT, Integer.class).orElse(keys ? next : own);
        boolean apart = port == 0 ? keys || environment.containsProperty(PORT) : port != own;
        if (!apart) {
            return;
        }
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(PORT, port);
        defaults.put(ADDRESS, "127.0.0.1");
        environment.getPropertySources().addLast(new MapPropertySource("the actuator's own port", defaults));
    }
}
