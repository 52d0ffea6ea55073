package dev.chainrule.dataset;

import dev.chainrule.dataset.generate.GeneratedData;
import dev.chainrule.dataset.generate.Generator;
import dev.chainrule.dataset.table.CellRules;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.storage.Hashes;
import dev.chainrule.web.Fault;
import dev.chainrule.web.SpecWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Finds the rows in what a request brings. */
@Component
final class Candidates {

    private final DatasetJson json;

    Candidates(DatasetJson json) {
        this.json = json;
    }

    /** What a generator makes. */
    Candidate of(Generator generator, @Nullable String name) {
        GeneratedData data = generator.generate();
        ObjectNode options = SpecWriter.write((Record) generator);
        byte[] key = options.toString().getBytes(StandardCharsets.UTF_8);
        String type = Member.of(((Record) generator).getClass()).name();
        return new Candidate(
                name != null ? name : type,
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
    Candidate ofRows(DatasetUse use, String pointer, List<Fault> faults) {
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
                use.name() != null ? use.name() : "rows",
                "json",
                new GivenRows(columns, rows),
                CellRules.DEFAULT,
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
