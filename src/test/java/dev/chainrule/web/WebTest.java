package dev.chainrule.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import trouble.TroubleController;

/** A real server on a free port with only the rooms {@code web} and {@code access}, and an endpoint for every trouble. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = WebTest.TwoRooms.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public @interface WebTest {

    /** No database, no other room. */
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                HibernateJpaAutoConfiguration.class,
                DataJpaRepositoriesAutoConfiguration.class,
                FlywayAutoConfiguration.class
            })
    @ComponentScan({"dev.chainrule.web", "dev.chainrule.access"})
    @Import(TroubleController.class)
    final class TwoRooms {

        @Bean
        CatalogSource specimen() {
            return () -> Map.of("specimen", Specimen.class);
        }
    }
}
