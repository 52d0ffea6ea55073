package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.Issue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lines of fields: CSV (RFC 4180), TSV, and their relatives with other delimiters. UTF-8. */
@Component
final class TextFormat implements DatasetFormat {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public boolean recognizes(Head head) {
        return true;
    }

    @Override
    public boolean isClaimed(Claim claim) {
        return claim.hasExtension(".csv", ".tsv", ".tab", ".txt", ".data")
                || claim.hasType("text/csv")
                || claim.hasType("text/tab-separated-values");
    }

    @Override
    public FileRows open(Source file, @Nullable Source labels, FormatOptions options) throws IOException {
        FileFaults faults = new FileFaults();
        checkEncoding(file.head());
        String sample = sample(file.head());
        String delimiter = options.delimiter() != null ? options.delimiter() : DelimiterGuess.of(sample);
        FirstRecords first = new FirstRecords();
        TextRecords records = new TextRecords(file, delimiter, sample.contains(delimiter + " \""));
        try {
            records.read(first);
        } catch (TextFaultException e) {
            faults.add(e.line(), e.code(), e.text());
            throw faults.exception();
        }
        if (first.widest() > Formats.COLUMNS) {
            throw faults.refuse("TOO_MANY_COLUMNS", "The first line has more than " + Formats.COLUMNS + " fields.");
        }
        if (first.records().isEmpty()) {
            throw faults.refuse("NO_ROWS", "The file has no rows of data.");
        }
        boolean header = options.header() != null ? options.header() : first.looksLikeHeader(options.point());
        List<Issue> issues = new ArrayList<>();
        List<String> names = names(first, header, faults, issues);
        faults.check();
        if (!header && options.header() == null) {
            issues.add(
                    Issue.info("NO_HEADER", null, "The first line holds numbers: columns are called col_1, col_2, …"));
        }
        return new TextRows(records, names, header, details(delimiter, header, options.point()), issues);
    }

    private static List<String> names(FirstRecords first, boolean header, FileFaults faults, List<Issue> issues) {
        List<FirstRecords.Cell> line = first.records().getFirst();
        if (!header) {
            return ColumnNames.numbered(line.size());
        }
        List<String> names = line.stream()
                .map(cell -> cell.quoted() ? cell.text() : cell.text().strip())
                .toList();
        return ColumnNames.of(names, faults, issues);
    }

    private static Map<String, Object> details(String delimiter, boolean header, char point) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("delimiter", delimiter);
        details.put("header", header);
        details.put("decimal", String.valueOf(point));
        return details;
    }

    /** The lines that the head holds whole. */
    private static String sample(Head head) {
        String text = new String(head.bytes(), StandardCharsets.UTF_8);
        int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
        String whole = head.bytes().length < Source.HEAD || end < 0 ? text : text.substring(0, end + 1);
        return whole.startsWith("\uFEFF") ? whole.substring(1) : whole;
    }

    private static void checkEncoding(Head head) {
        boolean marked = head.startsWith(0xff, 0xfe) || head.startsWith(0xfe, 0xff);
        if (marked || isEveryOtherByteZero(head.bytes())) {
            throw FileFaults.refusal("ENCODING", "The file is UTF-16 text. Save it as UTF-8.");
        }
    }

    /** UTF-16 without a mark: half of the bytes of western text are zero. */
    private static boolean isEveryOtherByteZero(byte[] bytes) {
        int length = Math.min(bytes.length, 200) / 2 * 2;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < length; i += 2) {
            even += bytes[i] == 0 ? 1 : 0;
            odd += bytes[i + 1] == 0 ? 1 : 0;
        }
        int most = length * 4 / 10;
        return length >= 4 && (even >= most && odd == 0 || odd >= most && even == 0);
    }
}
