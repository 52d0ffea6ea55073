package dev.chainrule.model;

import dev.chainrule.dataset.Feature;
import dev.chainrule.dataset.Task;
import dev.chainrule.engine.train.Provenance;
import dev.chainrule.web.SpecWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model as callers see it.
 *
 * @param jobId the run it comes from; null for an imported model, as the dataset
 * @param version its number among the models of its name, from 1
 * @param aliases of its name that point at it
 * @param spec network, training and monitor of its run
 * @param features columns it predicts from, with their scaling and categories
 * @param classes what it can answer, in order of its outputs; null for a number
 */
record ModelView(
        String id,
        @Nullable String jobId,
        String name,
        long version,
        List<String> aliases,
        JsonNode spec,
        String target,
        Task task,
        List<Feature> features,
        @Nullable List<String> classes,
        @Nullable LearnedFrom dataset,
        long seed,
        long parameters,
        Map<String, @Nullable Double> metrics,
        Provenance versions,
        Instant createdAt) {

    /** The data it learned from. */
    record LearnedFrom(String id, String sha256) {}

    static ModelView of(Model model, long version, List<String> aliases) {
        String data = model.datasetId();
        String sha256 = model.datasetSha256();
        return new ModelView(
                model.id(),
                model.jobId(),
                model.name(),
                version,
                aliases,
                SpecWriter.write(model.run()),
                model.encoding().target().name(),
                model.encoding().target().task(),
                model.encoding().features(),
                model.encoding().target().classes(),
                data == null || sha256 == null ? null : new LearnedFrom(data, sha256),
                model.run().training().requireSeed(),
                model.parameters(),
                model.metrics(),
                model.provenance(),
                model.createdAt());
    }
}
