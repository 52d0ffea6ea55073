package dev.chainrule;

import java.io.ObjectInputFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

/**
 * Starts the service. What {@code @SpringBootApplication} would look for in every class of the house, four times over, is looked for once, in
 * classes of their own file in the packages that have components (a rule of the house); entities are named, and each room names its
 * repositories and properties.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ComponentScan(
        basePackages = {
            "dev.chainrule.access",
            "dev.chainrule.analysis",
            "dev.chainrule.dataset",
            "dev.chainrule.dataset.format",
            "dev.chainrule.history",
            "dev.chainrule.job",
            "dev.chainrule.model",
            "dev.chainrule.storage",
            "dev.chainrule.web"
        },
        resourcePattern = "{name:[^$]+}.class",
        excludeFilters = {
            @Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class)
        })
public final class Application {

    private Application() {}

    public static void main(String[] args) {
        reviveNothing();
        SpringApplication.run(Application.class, args);
    }

    @Bean
    static PersistenceManagedTypes entities() {
        return PersistenceManagedTypes.of("dev.chainrule.dataset.DatasetRow", "dev.chainrule.model.ModelRow");
    }

    /** Serialized objects are read nowhere: whatever finds a way to have some read, in any library, gets none. {@code -Djdk.serialFilter} says otherwise. */
    private static void reviveNothing() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(info -> ObjectInputFilter.Status.REJECTED);
        }
    }
}
