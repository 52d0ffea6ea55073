package dev.chainrule.access;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who may call, and with how much.
 *
 * @param hosts further host names under which the service is called; localhost, 127.0.0.1 and [::1] always are
 * @param origins further origins ({@code https://example.org:8443}) whose pages may change things
 * @param apiKeys SHA-256 of each key, 64 hexadecimal digits; where there is one, a call needs a key
 * @param bodyLimit most bytes of a request
 * @param uploadLimit most bytes of a request to an upload path
 * @param uploadPaths paths that take data sets, many rows or models; * stands for one part of a path
 * @param rates how often, where keys are asked for
 * @param crowd how many requests are served at a time
 * @param pace how fast a body must come
 */
@ConfigurationProperties("chainrule.access")
record AccessProperties(
        @DefaultValue List<String> hosts,
        @DefaultValue List<String> origins,
        @DefaultValue List<String> apiKeys,
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue("100MB") DataSize uploadLimit,

        @DefaultValue({
            "/api/v1/datasets",
            "/api/v1/datasets/preview",
            "/api/v1/models/import",
            "/api/v1/models/*/predict",
            "/api/v1/models/*/evaluate"
        })
        List<String> uploadPaths,

        @DefaultValue Rates rates,
        @DefaultValue Crowd crowd,
        @DefaultValue Pace pace) {

    AccessProperties {
        hosts = lowerCase(hosts);
        origins = lowerCase(origins);
        apiKeys = lowerCase(apiKeys);
        for (String key : apiKeys) {
            if (!key.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "chainrule.access.api-keys takes SHA-256 digests of 64 hexadecimal digits, not keys");
            }
        }
    }

    UploadPaths uploads() {
        return new UploadPaths(uploadPaths);
    }

    private static List<String> lowerCase(List<String> values) {
        return values.stream().map(v -> v.strip().toLowerCase(Locale.ROOT)).toList();
    }
}
