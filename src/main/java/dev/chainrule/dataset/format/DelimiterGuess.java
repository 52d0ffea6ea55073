package dev.chainrule.dataset.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Finds what separates the fields, from the first lines: the sign by which all lines have as many. */
final class DelimiterGuess {

    /** A decimal comma is likelier than a semicolon inside a field of a comma-separated file; so the comma comes last. */
    private static final char[] CANDIDATES = {'\t', ';', '|', ','};

    private static final int LINES = 100;

    private DelimiterGuess() {}

    /** @param sample whole lines from the beginning of a file */
    static String of(String sample) {
        for (char candidate : CANDIDATES) {
            if (share(counts(sample, candidate)) == 1) {
                return String.valueOf(candidate);
            }
        }
        List<String> lines =
                sample.lines().filter(line -> !line.isBlank()).limit(LINES).toList();
        if (share(lines.stream()
                                .map(line -> line.strip().split("[ \t]+").length)
                                .toList())
                        == 1
                && areNumbers(lines)) {
            return " ";
        }
        char best = ',';
        double most = 0.5;
        for (char candidate : CANDIDATES) {
            double share = share(counts(sample, candidate));
            if (share >= most) {
                best = candidate;
                most = share;
            }
        }
        return String.valueOf(best);
    }

    /** Share of the lines that have the most frequent number of fields, if that is more than one; otherwise 0. */
    private static double share(List<Integer> counts) {
        int best = 0;
        for (int count : counts) {
            ToIntFunction<Integer> same = value -> value.equals(count) ? 1 : 0;
            best = count > 1 ? Math.max(best, counts.stream().mapToInt(same).sum()) : best;
        }
        return counts.isEmpty() ? 0 : (double) best / counts.size();
    }

    /** Fields of each line that is not blank; what stands in quotes is passed over. */
    private static List<Integer> counts(String sample, char delimiter) {
        List<Integer> counts = new ArrayList<>();
        int fields = 1;
        boolean quoted = false;
        boolean fieldStart = true;
        boolean blank = true;
        for (int i = 0; i < sample.length() && counts.size() < LINES; i++) {
            char c = sample.charAt(i);
            if (c == '"' && (quoted || fieldStart)) {
                quoted = !quoted;
                fieldStart = !quoted;
                blank = false;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                if (!blank) {
                    counts.add(fields);
                }
                fields = 1;
                blank = true;
                fieldStart = true;
            } else if (!quoted) {
                fieldStart = c == delimiter;
                fields += fieldStart ? 1 : 0;
                blank = blank && Character.isWhitespace(c) && !fieldStart;
            }
        }
        if (!blank && counts.size() < LINES) {
            counts.add(fields);
        }
        return counts;
    }

    /** Whether most words after the first line begin as numbers do: prose has blanks too. */
    private static boolean areNumbers(List<String> lines) {
        List<String> body = lines.size() > 1 ? lines.subList(1, lines.size()) : lines;
        List<String> words = body.stream()
                .flatMap(line -> List.of(line.strip().split("[ \t]+")).stream())
                .toList();
        long numbers =
                words.stream().filter(word -> word.matches("[+-]?[0-9.].*")).count();
        return 2 * numbers >= words.size();
    }
}
