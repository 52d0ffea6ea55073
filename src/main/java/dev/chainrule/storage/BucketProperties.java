package dev.chainrule.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Which bucket keeps the files. Who may use it is told as to every program of its kind: {@code AWS_ACCESS_KEY_ID} and
 * {@code AWS_SECRET_ACCESS_KEY}, a profile, or the role of the machine.
 *
 * @param name of the bucket; files stay in the data folder where there is none
 * @param endpoint of a store other than Amazon's
 * @param region of the bucket
 * @param prefix before each file's name
 */
@ConfigurationProperties("chainrule.storage.bucket")
record BucketProperties(
        @Nullable String name,
        @Nullable URI endpoint,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("") String prefix) {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** A store that says nothing for so long is away. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** Files stay in the data folder. */
    static final BucketProperties NONE = new BucketProperties(null, null, "us-east-1", "");

    /**
     * The shelf that is asked for. Of a store only the plainest is asked: files are checked by our own SHA-256 when they are read.
     *
     * @param temporary in the name of a file that is not whole yet
     */
    Shelf before(FolderShelf folder, String temporary) {
        if (name == null || name.isBlank()) {
            return folder;
        }
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(region))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (endpoint != null) {
            client.endpointOverride(endpoint).forcePathStyle(true);
        }
        return new BucketShelf(folder, client.build(), name, prefix, temporary);
    }
}
