package dev.chainrule.dataset;

import dev.chainrule.dataset.format.Claim;
import dev.chainrule.dataset.format.Source;
import dev.chainrule.storage.Stored;
import org.jspecify.annotations.Nullable;

/**
 * What a request brought, on disk for as long as the request lasts.
 *
 * @param content its length and hash
 * @param labels hash of the labels, empty where there are none
 * @param name as the request gives it, null where it does not
 */
record Upload(
        Source file,
        Stored content,
        @Nullable Source labelFile,
        String labels,
        Claim claim,
        @Nullable String name,
        DatasetOptions options) {}
