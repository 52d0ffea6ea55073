package dev.chainrule.dataset;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits on datasets.
 *
 * @param maxUpload most bytes of a file as it is sent
 * @param maxUnpacked most bytes of a file once it is unzipped
 */
@ConfigurationProperties("chainrule.dataset")
record DatasetProperties(
        @DefaultValue("100MB") DataSize maxUpload,
        @DefaultValue("1GB") DataSize maxUnpacked) {}
