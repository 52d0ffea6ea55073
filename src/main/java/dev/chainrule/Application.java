package dev.chainrule;

import java.io.ObjectInputFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public final class Application {

    private Application() {}

    public static void main(String[] args) {
        reviveNothing();
        SpringApplication.run(Application.class, args);
    }

    /** Serialized objects are read nowhere: whatever finds a way to have some read, in any library, gets none. {@code -Djdk.serialFilter} says otherwise. */
    private static void reviveNothing() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(info -> ObjectInputFilter.Status.REJECTED);
        }
    }
}
