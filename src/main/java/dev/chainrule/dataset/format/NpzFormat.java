package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.dataset.table.Issue;
import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Arrays of numpy in a zip ({@code numpy.savez}), side by side. Names of members are names of columns, never of files. */
@Component
final class NpzFormat implements DatasetFormat {

    private static final String SUFFIX = ".npy";
    private static final int MEMBERS = 64;

    @Override
    public String name() {
        return "npz";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public boolean recognizes(Head head) {
        // Spreadsheets and archives are zips as well: the first member's name tells, and stands at byte 30.
        String text = head.asLatin();
        return head.startsWith('P', 'K', 3, 4)
                && text.substring(0, Math.min(400, text.length())).contains(SUFFIX);
    }

    @Override
    public boolean isClaimed(Claim claim) {
        return claim.hasExtension(".npz");
    }

    @Override
    public FileRows open(Source file, @Nullable Source labels, FormatOptions options) throws IOException {
        Map<String, NumberArray> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.path().toFile())) {
            for (String name : chosen(members(zip), options.arrays())) {
                ZipEntry entry = zip.getEntry(name + SUFFIX);
                try (CheckedInputStream content = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
                    Source member = file.member(content);
                    if (content.getChecksum().getValue() != entry.getCrc()) {
                        throw FileFaults.refusal("BAD_ARCHIVE", "A member of the archive is damaged.");
                    }
                    arrays.put(name, NumberArray.npy(member));
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw FileFaults.refusal("BAD_ARCHIVE", "The NPZ file is no zip that can be read.");
        } catch (java.io.EOFException e) {
            throw FileFaults.refusal("TRUNCATED", "The NPZ file ends in the middle.");
        }
        checkRows(arrays);
        return rows(arrays);
    }

    private static List<String> members(ZipFile zip) {
        List<String> names = zip.stream().map(ZipEntry::getName).toList();
        if (names.isEmpty() || names.size() > MEMBERS || names.stream().anyMatch(name -> !name.endsWith(SUFFIX))) {
            throw FileFaults.refusal(
                    "BAD_ARCHIVE", "The zip is no NPZ file: it must hold 1 to " + MEMBERS + " members, all .npy.");
        }
        return names.stream()
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .toList();
    }

    private static List<String> chosen(List<String> members, @Nullable List<String> wanted) {
        if (wanted == null) {
            return members;
        }
        for (String name : wanted) {
            if (!members.contains(name)) {
                throw FileFaults.refusal(
                        "UNKNOWN_ARRAY",
                        "There is no array " + FileFaults.shown(name) + "; there are " + members + ".");
            }
        }
        return List.copyOf(new java.util.LinkedHashSet<>(wanted));
    }

    private static void checkRows(Map<String, NumberArray> arrays) {
        List<Long> rows =
                arrays.values().stream().map(NumberArray::rows).distinct().toList();
        if (rows.size() != 1) {
            StringBuilder list = new StringBuilder();
            arrays.forEach((name, array) -> list.append(list.isEmpty() ? "" : ", ")
                    .append(ProblemException.abbreviate(name))
                    .append(" has ")
                    .append(array.rows()));
            throw FileFaults.refusal(
                    "BAD_SHAPE",
                    "The arrays differ in rows (" + list + "): name those that belong together in the option arrays.");
        }
    }

    private static FileRows rows(Map<String, NumberArray> arrays) {
        List<String> names = new ArrayList<>();
        arrays.forEach((name, array) -> names.addAll(ArrayRows.names(name, array.columns(), false)));
        FileFaults faults = new FileFaults();
        List<Issue> issues = new ArrayList<>();
        List<String> checked = ColumnNames.of(names, faults, issues);
        if (checked.size() > Formats.COLUMNS) {
            faults.add("TOO_MANY_COLUMNS", "The arrays have more than " + Formats.COLUMNS + " columns together.");
        }
        faults.check();
        return new ArrayRows(
                List.copyOf(arrays.values()), null, checked, Map.of("arrays", List.copyOf(arrays.keySet())));
    }
}
