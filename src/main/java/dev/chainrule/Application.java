package dev.chainrule;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication(proxyBeanMethods = false)
public final class Application {

    private Application() {}

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }
}
