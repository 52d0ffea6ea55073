package dev.chainrule.dataset;

import dev.chainrule.storage.Stored;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A dataset's row: written once, never changed, deleted at last. */
@Entity
@Table(name = "dataset")
class DatasetRow implements Persistable<String> {

    @Id
    private @Nullable String id;

    private @Nullable String tenant;
    private @Nullable String name;
    private @Nullable String format;
    private long rowCount;
    private int columnCount;

    @Column(columnDefinition = "text")
    private @Nullable String columns;

    @Column(columnDefinition = "text")
    private @Nullable String issues;

    private @Nullable String target;

    @Column(columnDefinition = "text")
    private @Nullable String options;

    @Column(columnDefinition = "text")
    private @Nullable String truth;

    private @Nullable String sha256;
    private long bytes;
    private @Nullable String fingerprint;
    private @Nullable String file;
    private long fileBytes;
    private @Nullable String fileSha256;
    private @Nullable Instant createdAt;

    @Transient
    private boolean isNew = true;

    /** For JPA. */
    protected DatasetRow() {}

    DatasetRow(String tenant, Dataset dataset, DatasetJson json, String fingerprint, Stored file) {
        this.tenant = tenant;
        id = dataset.id();
        name = dataset.name();
        format = dataset.format();
        rowCount = dataset.rows();
        columnCount = dataset.columns().size();
        columns = json.write(dataset.columns());
        issues = json.write(dataset.issues());
        target = dataset.target();
        options = json.write(dataset.options());
        truth = dataset.truth() == null ? null : json.write(dataset.truth());
        sha256 = dataset.sha256();
        bytes = dataset.bytes();
        this.fingerprint = fingerprint;
        this.file = file.name();
        fileBytes = file.bytes();
        fileSha256 = file.sha256();
        createdAt = dataset.createdAt();
    }

    /** The row as it is stored. */
    static DatasetRow of(ResultSet row, int number) throws SQLException {
        DatasetRow read = new DatasetRow();
        read.id = row.getString("id");
        read.tenant = row.getString("tenant");
        read.name = row.getString("name");
        read.format = row.getString("format");
        read.rowCount = row.getLong("row_count");
        read.columnCount = row.getInt("column_count");
        read.columns = row.getString("columns");
        read.issues = row.getString("issues");
        read.target = row.getString("target");
        read.options = row.getString("options");
        read.truth = row.getString("truth");
        read.sha256 = row.getString("sha256");
        read.bytes = row.getLong("bytes");
        read.fingerprint = row.getString("fingerprint");
        read.file = row.getString("file");
        read.fileBytes = row.getLong("file_bytes");
        read.fileSha256 = row.getString("file_sha256");
        read.createdAt = row.getObject("created_at", OffsetDateTime.class).toInstant();
        read.isNew = false;
        return read;
    }

    Dataset dataset(DatasetJson json) {
        return new Dataset(
                getId(),
                Objects.requireNonNull(name),
                Objects.requireNonNull(format),
                rowCount,
                json.columns(Objects.requireNonNull(columns)),
                json.issues(Objects.requireNonNull(issues)),
                target,
                json.tree(Objects.requireNonNull(options)),
                truth == null ? null : json.tree(truth),
                Objects.requireNonNull(sha256),
                bytes,
                Objects.requireNonNull(createdAt));
    }

    /** The file of its table. */
    Stored file() {
        return new Stored(Objects.requireNonNull(file), fileBytes, Objects.requireNonNull(fileSha256));
    }

    Instant createdAt() {
        return Objects.requireNonNull(createdAt);
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
    void isStored() {
        isNew = false;
    }
}
