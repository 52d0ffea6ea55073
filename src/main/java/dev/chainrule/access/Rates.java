package dev.chainrule.access;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one key, and one address, may ask of an instance. Holds only where keys are asked for.
 *
 * @param submitsPerMinute jobs, forks and analyses
 * @param uploadsPerHour data sets, previews of them, imported models
 * @param badKeysPerMinute wrong keys from an address before it is told to wait
 * @param streamsPerKey event streams open at a time
 */
record Rates(
        @DefaultValue("20") int submitsPerMinute,
        @DefaultValue("60") int uploadsPerHour,
        @DefaultValue("10") int badKeysPerMinute,
        @DefaultValue("20") int streamsPerKey) {
    Rates {
        if (submitsPerMinute < 1 || uploadsPerHour < 1 || badKeysPerMinute < 1 || streamsPerKey < 1) {
            throw new IllegalArgumentException("each of chainrule.access.rates must be 1 or more");
        }
    }
}
