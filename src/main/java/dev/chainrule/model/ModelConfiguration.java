package dev.chainrule.model;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

/** Names what a scan of every class would find. */
@Configuration(proxyBeanMethods = false)
final class ModelConfiguration {

    @Bean
    static JpaRepositoryFactoryBean<ModelRows, ModelRow, String> modelRows() {
        return new JpaRepositoryFactoryBean<>(ModelRows.class);
    }
}
