package dev.chainrule.model;

import dev.chainrule.dataset.Encoding;
import dev.chainrule.engine.train.Provenance;
import dev.chainrule.engine.train.RunSpec;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run learned, without its parameters.
 *
 * @param jobId the run; null for an imported model
 * @param run what the engine did, seed included
 * @param encoding stands between raw rows and the network
 * @param datasetSha256 of the content it learned from; null, as the id, for an imported model
 * @param parameters numbers learned
 * @param metrics last numbers of the run, and those of the test rows where some were held out
 * @param provenance versions and machinery, as far as the bits depend on them
 */
public record Model(
        String id,
        @Nullable String jobId,
        String name,
        RunSpec run,
        Encoding encoding,
        @Nullable String datasetId,
        @Nullable String datasetSha256,
        long parameters,
        Map<String, @Nullable Double> metrics,
        Provenance provenance,
        Instant createdAt) {}
