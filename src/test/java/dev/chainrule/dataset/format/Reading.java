package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.CellRules;
import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.dataset.table.MissingWords;
import dev.chainrule.dataset.table.Table;
import dev.chainrule.dataset.table.TableBuilder;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.Scratch;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files as the service does, without the service. */
public final class Reading {

    private static final Formats FORMATS =
            new Formats(List.of(new TextFormat(), new NpyFormat(), new NpzFormat(), new IdxFormat(), new JsonFormat()));
    private static final long MOST = 1L << 30;

    private final FileStore files;
    private FormatOptions options = FormatOptions.DEFAULT;
    private Map<String, TableBuilder.Wish> wishes = Map.of();
    private Claim claim = new Claim(null, null);
    private List<String> missing = MissingWords.DEFAULT;
    private byte @Nullable [] labels;
    private long most = MOST;

    public Reading(Path folder) {
        files = new FileStore(folder.resolve("data"));
    }

    /** A table as it was read. */
    public record Read(
            String format,
            Map<String, Object> details,
            @Nullable String target,
            List<Column> columns,
            List<List<@Nullable Object>> rows,
            List<Issue> issues) {

        public Column column(String name) {
            return columns.stream()
                    .filter(c -> c.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> names() {
            return columns.stream().map(Column::name).toList();
        }

        List<String> issueCodes() {
            return issues.stream().map(Issue::code).toList();
        }

        /** All cells of a column. */
        List<@Nullable Object> cells(String name) {
            int column = names().indexOf(name);
            List<@Nullable Object> cells = new ArrayList<>();
            rows.forEach(row -> cells.add(row.get(column)));
            return cells;
        }
    }

    Reading options(@Nullable String delimiter, @Nullable Boolean header, char point) {
        options = new FormatOptions(delimiter, header, point, null);
        return this;
    }

    Reading arrays(String... names) {
        options = new FormatOptions(null, null, '.', List.of(names));
        return this;
    }

    Reading types(Map<String, TableBuilder.Wish> types) {
        wishes = types;
        return this;
    }

    Reading missing(String... words) {
        missing = List.of(words);
        return this;
    }

    Reading called(@Nullable String name, @Nullable String type) {
        claim = new Claim(name, type);
        return this;
    }

    Reading labels(byte[] bytes) {
        labels = bytes;
        return this;
    }

    Reading atMost(long bytes) {
        most = bytes;
        return this;
    }

    Read text(String content) {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The first rows, at most 1000. */
    public Read read(byte[] content) {
        try (Scratch file = files.scratch("test")) {
            Files.write(file.path(), content);
            return read(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Read read(Path path) {
        try (Scratch second = files.scratch("test");
                Source source = new Source(path, files, "test", most)) {
            if (labels == null) {
                return read(source, null);
            }
            Files.write(second.path(), labels);
            try (Source marks = new Source(second.path(), files, "test", most)) {
                return read(source, marks);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Read read(Source source, @Nullable Source marks) throws IOException {
        Formats.Opened opened = FORMATS.open(source, marks, claim, options);
        CellRules rules = new CellRules(options.point(), new MissingWords(missing));
        List<TableBuilder.Summary> summary = new ArrayList<>();
        try (Scratch file = files.scratch("test");
                Scratch tape = files.scratch("test");
                Scratch pool = files.scratch("test")) {
            TableBuilder builder = TableBuilder.look(opened.rows(), rules, wishes, tape.path());
            file.fill(out -> summary.add(builder.write(out, pool.path())));
            try (Table table = Table.open(file.path())) {
                List<Issue> issues = new ArrayList<>(opened.rows().issues());
                issues.addAll(summary.getFirst().issues());
                return new Read(
                        opened.format(),
                        opened.rows().details(),
                        opened.rows().target(),
                        table.columns(),
                        table.page(0, 1_000),
                        issues);
            }
        }
    }

    /** Reads a file that must be refused. */
    Refused refused(byte[] content) {
        try {
            Read read = read(content);
            throw new AssertionError("accepted: " + read.columns() + " " + read.rows());
        } catch (ProblemException e) {
            return new Refused(e.status().value(), e.code(), e.faults());
        }
    }

    Refused refused(String content) {
        return refused(content.getBytes(StandardCharsets.UTF_8));
    }

    /** Why a file was refused. */
    record Refused(int status, String code, List<Fault> faults) {
        String first() {
            return faults.getFirst().message();
        }

        List<String> codes() {
            return faults.stream().map(Fault::code).toList();
        }

        List<String> places() {
            return faults.stream().map(Fault::pointer).toList();
        }
    }
}
