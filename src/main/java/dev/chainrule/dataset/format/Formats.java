package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All formats. What a file is, its first bytes say; a name or a media type that says otherwise is an error. */
@Component
public final class Formats {

    /** Columns at most, in any format. */
    public static final int COLUMNS = 16_384;

    /** Beginnings of files that people send by mistake. */
    private static final Map<String, int[]> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("a PNG picture", new int[] {0x89, 'P', 'N', 'G'});
        OTHERS.put("a JPEG picture", new int[] {0xff, 0xd8, 0xff});
        OTHERS.put("a GIF picture", new int[] {'G', 'I', 'F', '8'});
        OTHERS.put("a PDF document", new int[] {'%', 'P', 'D', 'F', '-'});
        OTHERS.put("a program", new int[] {0x7f, 'E', 'L', 'F'});
        OTHERS.put("a Windows program", new int[] {'M', 'Z', 0x90});
        OTHERS.put("a zip archive or a spreadsheet; save the sheet as CSV", new int[] {'P', 'K', 3, 4});
        OTHERS.put("an empty zip archive", new int[] {'P', 'K', 5, 6});
        OTHERS.put("gzip inside gzip", new int[] {0x1f, 0x8b});
        OTHERS.put("bzip2", new int[] {'B', 'Z', 'h'});
        OTHERS.put("xz", new int[] {0xfd, '7', 'z', 'X', 'Z'});
        OTHERS.put("zstd", new int[] {0x28, 0xb5, 0x2f, 0xfd});
        OTHERS.put("a 7z archive", new int[] {'7', 'z', 0xbc, 0xaf});
        OTHERS.put("Parquet", new int[] {'P', 'A', 'R', '1'});
        OTHERS.put("Arrow", new int[] {'A', 'R', 'R', 'O', 'W', '1'});
        OTHERS.put("HDF5", new int[] {0x89, 'H', 'D', 'F'});
        OTHERS.put("a SQLite database", new int[] {'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f'});
        OTHERS.put("an old Office document", new int[] {0xd0, 0xcf, 0x11, 0xe0});
        OTHERS.put("compiled Java", new int[] {0xca, 0xfe, 0xba, 0xbe});
        OTHERS.put("a Python pickle", new int[] {0x80, 0x04, 0x95});
    }

    private final List<DatasetFormat> formats;

    public Formats(List<DatasetFormat> formats) {
        this.formats = formats.stream()
                .sorted(Comparator.comparingInt(DatasetFormat::order))
                .toList();
    }

    /** Rows of a file, and the name of its format. */
    public record Opened(String format, FileRows rows) {}

    /**
     * Opens a file as what it is.
     *
     * @throws dev.chainrule.web.ProblemException 415 if it is nothing that is read here, 422 if it is broken
     */
    public Opened open(Source file, @Nullable Source labels, Claim claim, FormatOptions options) throws IOException {
        Head head = file.head();
        if (head.isEmpty()) {
            throw FileFaults.refusal("EMPTY_FILE", "The file is empty.");
        }
        DatasetFormat format = claim.isJson() ? json() : format(head);
        for (DatasetFormat other : formats) {
            if (other != format && other.isClaimed(claim) && !format.isClaimed(claim)) {
                String message =
                        "The file is said to be " + other.name() + ", but its content is " + format.name() + ".";
                throw FileFaults.refusal("CONTENT_MISMATCH", message);
            }
        }
        if (labels != null && !format.name().equals("idx")) {
            throw FileFaults.refusal(
                    "LABELS_NOT_USED", "A part labels goes with IDX files only; this file is " + format.name() + ".");
        }
        return new Opened(format.name(), format.open(file, labels, options));
    }

    /** A body declared as JSON is read as such whatever it begins with, so that its faults are those of JSON. */
    private DatasetFormat json() {
        return formats.stream()
                .filter(format -> format.name().equals("json"))
                .findFirst()
                .orElseThrow();
    }

    private DatasetFormat format(Head head) {
        for (DatasetFormat format : formats) {
            boolean sure = format.order() < formats.getLast().order();
            if (sure && format.recognizes(head)) {
                return format;
            }
        }
        OTHERS.forEach((what, magic) -> {
            if (head.startsWith(magic)) {
                throw FileFaults.refusal("UNKNOWN_FORMAT", "The file is " + what + ": not a format that is read here.");
            }
        });
        return formats.getLast();
    }
}
