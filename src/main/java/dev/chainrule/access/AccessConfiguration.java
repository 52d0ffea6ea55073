package dev.chainrule.access;

import dev.chainrule.web.ProblemWriter;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the filters in their order: headers on every answer, then the audit, the gates, the limit on bodies. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(AccessProperties.class)
final class AccessConfiguration {

    /** Refuses to start where the service would be open to the network. */
    AccessConfiguration(AccessProperties properties, ServerProperties server) {
        InetAddress address = server.getAddress();
        boolean loopback = address != null && address.isLoopbackAddress();
        if (!loopback && properties.apiKeys().isEmpty()) {
            throw new OpenToNetworkException(address == null ? "not set" : address.getHostAddress());
        }
    }

    @Bean
    FilterRegistrationBean<Filter> headerFilter() {
        return filter(new HeaderFilter(), 0, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
    }

    @Bean
    KeyRing keyRing(AccessProperties properties, KeyTable table) {
        return new KeyRing(properties.apiKeys(), table);
    }

    @Bean
    FilterRegistrationBean<Filter> auditFilter(KeyRing keys, AuditTable table) {
        return filter(new AuditFilter(keys, table), 1, EnumSet.of(DispatcherType.REQUEST));
    }

    @Bean
    FilterRegistrationBean<Filter> gateFilter(AccessProperties properties, KeyRing keys, ProblemWriter problems) {
        Limiter badKeys =
                new Limiter(properties.rates().badKeysPerMinute(), Duration.ofMinutes(1), TimeMeter.SYSTEM_NANOTIME);
        List<Gate> gates = List.of(
                new HostGate(properties.hosts()), new OriginGate(properties.origins()), new KeyGate(keys, badKeys));
        return filter(new GateFilter(gates, keys, problems), 2, EnumSet.of(DispatcherType.REQUEST));
    }

    @Bean
    FilterRegistrationBean<Filter> bodyLimitFilter(AccessProperties properties, ProblemWriter problems) {
        return filter(new BodyLimitFilter(properties, problems), 3, EnumSet.of(DispatcherType.REQUEST));
    }

    private static FilterRegistrationBean<Filter> filter(Filter filter, int order, EnumSet<DispatcherType> types) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setDispatcherTypes(types);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + order);
        return registration;
    }
}
