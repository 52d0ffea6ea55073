package dev.chainrule.dataset;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;

/** Names what a scan of every class would find. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatasetProperties.class)
final class DatasetConfiguration {

    @Bean
    static JpaRepositoryFactoryBean<DatasetRows, DatasetRow, String> datasetRows() {
        return new JpaRepositoryFactoryBean<>(DatasetRows.class);
    }
}
