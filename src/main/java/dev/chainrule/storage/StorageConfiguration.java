package dev.chainrule.storage;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds what {@link FileStore} asks for, so that the room can be scanned by itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BackupProperties.class, BucketProperties.class})
final class StorageConfiguration {}
