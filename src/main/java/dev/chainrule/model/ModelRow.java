package dev.chainrule.model;

import dev.chainrule.dataset.Encoding;
import dev.chainrule.engine.train.Provenance;
import dev.chainrule.engine.train.RunSpec;
import dev.chainrule.storage.Stored;
import dev.chainrule.web.SpecReader;
import dev.chainrule.web.SpecWriter;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A model's row: written once, never changed, deleted at last. */
@Entity
@Table(name = "model")
class ModelRow implements Persistable<String> {

    private static final TypeReference<Map<String, @Nullable Double>> METRICS = new TypeReference<>() {};

    @Id
    private @Nullable String id;

    private @Nullable String tenant;
    private @Nullable String jobId;
    private @Nullable String name;

    @Column(columnDefinition = "text")
    private @Nullable String spec;

    @Column(columnDefinition = "text")
    private @Nullable String encoding;

    private @Nullable String datasetId;
    private @Nullable String datasetSha256;
    private long version;
    private long seed;
    private long parameters;

    @Column(columnDefinition = "text")
    private @Nullable String metrics;

    @Column(columnDefinition = "text")
    private @Nullable String provenance;

    private @Nullable String file;
    private long fileBytes;
    private @Nullable String fileSha256;
    private @Nullable Instant createdAt;

    @Transient
    private boolean isNew = true;

    /** For JPA. */
    protected ModelRow() {}

    ModelRow(String tenant, Model model, long version, Stored theta, JsonMapper json) {
        this.tenant = tenant;
        this.version = version;
        id = model.id();
        jobId = model.jobId();
        name = model.name();
        spec = SpecWriter.write(model.run()).toString();
        encoding = json.writeValueAsString(model.encoding());
        datasetId = model.datasetId();
        datasetSha256 = model.datasetSha256();
        seed = model.run().training().requireSeed();
        parameters = model.parameters();
        metrics = json.writeValueAsString(model.metrics());
        provenance = json.writeValueAsString(model.provenance());
        file = theta.name();
        fileBytes = theta.bytes();
        fileSha256 = theta.sha256();
        createdAt = model.createdAt();
    }

    Model model(JsonMapper json) {
        return new Model(
                getId(),
                jobId,
                name(),
                SpecReader.read(json.readTree(spec), RunSpec.class),
                json.readValue(encoding, Encoding.class),
                datasetId,
                datasetSha256,
                parameters,
                json.readValue(metrics, METRICS),
                json.readValue(provenance, Provenance.class),
                Objects.requireNonNull(createdAt));
    }

    /** Whose it is. */
    String tenant() {
        return Objects.requireNonNull(tenant);
    }

    String name() {
        return Objects.requireNonNull(name);
    }

    /** Its number among the models of its name, from 1. */
    long version() {
        return version;
    }

    Stored theta() {
        return new Stored(Objects.requireNonNull(file), fileBytes, Objects.requireNonNull(fileSha256));
    }

    @Override
    public String getId() {
        return Objects.requireNonNull(id);
    }

    @Override
    public boolean isNew() {
        return isNew;
    }

    @PostLoad
    @PostPersist
    void markStored() {
        isNew = false;
    }
}
