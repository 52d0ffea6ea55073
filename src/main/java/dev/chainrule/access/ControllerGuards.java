package dev.chainrule.access;

import io.github.bucket4j.TimeMeter;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts {@link NeedsInterceptor} and {@link RateInterceptor} before every controller. */
@Configuration(proxyBeanMethods = false)
final class ControllerGuards implements WebMvcConfigurer {

    private final KeyRing keys;
    private final AccessProperties properties;

    ControllerGuards(KeyRing keys, AccessProperties properties) {
        this.keys = keys;
        this.properties = properties;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new NeedsInterceptor());
        registry.addInterceptor(new RateInterceptor(keys, properties.rates(), TimeMeter.SYSTEM_NANOTIME));
    }
}
