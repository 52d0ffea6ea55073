package dev.chainrule.job;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Names what a scan of every class would find. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobProperties.class)
final class JobConfiguration {}
