package dev.chainrule.access;

import jakarta.servlet.Filter;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * Puts the headers and the gates before the actuator's own port too, which is a server of its own with none of the service's filters. It is found by
 * Spring's list of configurations for that server and is no {@code @Configuration}, lest the service's own scan finds it.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
final class ActuatorGuards {

    @Bean
    FilterRegistrationBean<Filter> actuatorHeaderFilter(
            @Qualifier("headerFilter") FilterRegistrationBean<Filter> service) {
        return AccessConfiguration.again(service);
    }

    @Bean
    FilterRegistrationBean<Filter> actuatorGateFilter(@Qualifier("gateFilter") FilterRegistrationBean<Filter> service) {
        return AccessConfiguration.again(service);
    }
}
