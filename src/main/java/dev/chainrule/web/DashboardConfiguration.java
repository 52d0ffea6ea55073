package dev.chainrule.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/** Serves the dashboard's files of the present version, and libraries by theirs, to be kept for good. */
@Configuration(proxyBeanMethods = false)
final class DashboardConfiguration implements WebMvcConfigurer {

    private static final CacheControl FOR_GOOD =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final DashboardFiles files;

    DashboardConfiguration(DashboardFiles files) {
        this.files = files;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(DashboardFiles.FOLDER + "**")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(FOR_GOOD)
                .resourceChain(false)
                .addResolver(new PresentVersion());
        registry.addResourceHandler("/webjars/uplot/*/dist/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/uplot/")
                .setCacheControl(FOR_GOOD);
    }

    /** What another version's page asks for is not there: half of one and half of another may not work. */
    private final class PresentVersion extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            String version = files.version() + "/";
            if (!path.startsWith(version)) {
                return null;
            }
            String file = path.substring(version.length());
            return file.equals(DashboardFiles.STYLES) ? styles() : super.getResource(file, location);
        }

        private Resource styles() {
            return new ByteArrayResource(files.styles().getBytes(StandardCharsets.UTF_8)) {
                @Override
                public String getFilename() {
                    return DashboardFiles.STYLES;
                }

                @Override
                public long lastModified() {
                    return 0;
                }
            };
        }
    }
}
