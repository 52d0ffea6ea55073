package dev.chainrule.dataset;

import dev.chainrule.dataset.format.FileRows;
import dev.chainrule.dataset.format.Formats;
import dev.chainrule.dataset.generate.GeneratedData;
import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.dataset.table.CellRules;
import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.storage.Hashes;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Finds the rows in what a request brings. */
@Component
final class Candidates {

    private final DatasetJson json;
    private final JsonMapper strict;
    private final Formats formats;

    Candidates(DatasetJson json, JsonMapper strict, Formats formats) {
        this.json = json;
        this.strict = strict;
        this.formats = formats;
    }

    /**
     * What a request brought: a file, or JSON with rows or a generator.
     *
     * @throws dev.chainrule.web.ProblemException with what is wrong
     */
    Candidate of(Upload upload) throws IOException {
        if (!upload.claim().isJson()) {
            return ofFile(upload, upload.options(), upload.name());
        }
        JsonEnvelope envelope = JsonEnvelope.read(upload.file(), strict);
        return envelope.generator() != null
                ? of(envelope.generator(), envelope.name())
                : ofFile(upload, envelope.options(), envelope.name());
    }

    private Candidate ofFile(Upload upload, DatasetOptions options, @Nullable String name) throws IOException {
        Formats.Opened opened = formats.open(upload.file(), upload.labelFile(), upload.claim(), options.format());
        FileRows rows = opened.rows();
        if (options.target() != null && !rows.names().contains(options.target())) {
            String nearest = Names.nearest(options.target(), rows.names());
            String message = "There is no column " + FileFaults.shown(options.target());
            throw ProblemException.unprocessable(
                    new Fault("/options/target", "UNKNOWN_COLUMN", message, rows.names(), nearest));
        }
        return new Candidate(
                DatasetName.of(options.name(), name, upload.name()),
                opened.format(),
                rows,
                options.cells(),
                options.types(),
                options.target() != null ? options.target() : rows.target(),
                shown(options, rows),
                null,
                rows.issues(),
                opened.format() + SpecWriter.write(options.withoutName()) + upload.labels(),
                upload.content().sha256(),
                upload.content().bytes());
    }

    /** The options with what was guessed filled in. */
    private JsonNode shown(DatasetOptions options, FileRows rows) {
        ObjectNode shown = (ObjectNode) json.tree(rows.details());
        ObjectNode given = SpecWriter.write(options);
        shown.set("missing", given.get("missing"));
        if (!options.types().isEmpty()) {
            shown.set("types", given.get("types"));
        }
        return shown;
    }

    /** What a generator makes. */
    Candidate of(Generator generator, @Nullable String name) {
        GeneratedData data = generator.generate();
        ObjectNode options = SpecWriter.write((Record) generator);
        byte[] key = options.toString().getBytes(StandardCharsets.UTF_8);
        String type = Member.of(((Record) generator).getClass()).name();
        return new Candidate(
                DatasetName.of(name, type),
                type,
                data,
                CellRules.DEFAULT,
                Map.of(),
                data.target(),
                options,
                data.truth().isEmpty() ? null : json.tree(data.truth()),
                List.of(),
                "generator",
                Hashes.of(key),
                key.length);
    }

    /** Rows given in a request; null and a fault where they cannot be a table. */
    @Nullable
    Candidate ofRows(DatasetUse use, CellRules rules, String pointer, List<Fault> faults) {
        List<String> columns = use.columns();
        List<List<@Nullable Object>> rows = use.rows();
        if (columns == null || rows == null) {
            faults.add(
                    new Fault(pointer + "/columns", "MISSING_FIELD", "columns is missing: the names of the columns"));
            return null;
        }
        if (!GivenRows.check(columns, rows, pointer, faults)) {
            return null;
        }
        byte[] content = json.write(List.of(columns, rows)).getBytes(StandardCharsets.UTF_8);
        return new Candidate(
                DatasetName.of(use.name(), "rows"),
                "json",
                new GivenRows(columns, rows),
                rules,
                Map.of(),
                null,
                json.tree(Map.of()),
                null,
                List.of(),
                "rows",
                Hashes.of(content),
                content.length);
    }
}
