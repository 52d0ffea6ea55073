package dev.chainrule.access;

import dev.chainrule.web.ProblemWriter;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the filters in their order: headers on every answer, then the door, the audit, the gates, the crowd, the limit on bodies. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(AccessProperties.class)
final class AccessConfiguration {

    /** Refuses to start where the service, or the actuator on a port of its own, would be open to the network. */
    AccessConfiguration(
            AccessProperties properties, ServerProperties server, ObjectProvider<ManagementServerProperties> actuator) {
        if (!properties.apiKeys().isEmpty()) {
            return;
        }
        requireLoopback("server.address", server.getAddress());
        ManagementServerProperties own = actuator.getIfAvailable();
        if (own != null && own.getAddress() != null) {
            requireLoopback("management.server.address", own.getAddress());
        }
    }

    private static void requireLoopback(String property, @Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new OpenToNetworkException(property, address == null ? "not set" : address.getHostAddress());
        }
    }

    @Bean
    FilterRegistrationBean<Filter> headerFilter() {
        return filter(new HeaderFilter(), 0, EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
    }

    /** Of the same order as the headers, which it comes after; behind it come observation and all else. */
    @Bean
    FilterRegistrationBean<Filter> doorFilter(
            @Qualifier("crowdFilter") FilterRegistrationBean<CrowdFilter> crowd, ProblemWriter problems) {
        DoorFilter door = new DoorFilter(Objects.requireNonNull(crowd.getFilter()), problems);
        return filter(door, 0, EnumSet.of(DispatcherType.REQUEST));
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
    FilterRegistrationBean<CrowdFilter> crowdFilter(AccessProperties properties, ProblemWriter problems) {
        long longBody = properties.bodyLimit().toBytes();
        CrowdFilter crowd = new CrowdFilter(properties.crowd(), properties.uploads(), longBody, problems);
        return filter(crowd, 3, EnumSet.of(DispatcherType.REQUEST));
    }

    @Bean
    FilterRegistrationBean<Filter> bodyLimitFilter(AccessProperties properties, ProblemWriter problems) {
        return filter(new BodyLimitFilter(properties, problems), 4, EnumSet.of(DispatcherType.REQUEST));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> paceOfBodies(AccessProperties properties) {
        return server -> server.addEngineValves(new PaceValve(properties.pace()));
    }

    private static <F extends Filter> FilterRegistrationBean<F> filter(
            F filter, int order, EnumSet<DispatcherType> types) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setDispatcherTypes(types);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + order);
        return registration;
    }

    /** The same filter for another server. */
    static FilterRegistrationBean<Filter> again(FilterRegistrationBean<Filter> registered) {
        Filter filter = Objects.requireNonNull(registered.getFilter());
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setDispatcherTypes(registered.determineDispatcherTypes());
        registration.setOrder(registered.getOrder());
        return registration;
    }
}
