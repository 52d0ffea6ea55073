package dev.chainrule.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A page for a terminal, as {@code Accept: text/plain} gets it: a title, facts, tables, and what to type next. */
public final class TextPage {

    /** Media type of such a page. */
    public static final String PLAIN = "text/plain;charset=UTF-8";

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int BAR = 20;
    private static final int WIDEST = 40;

    private final List<String> lines = new ArrayList<>();

    public TextPage(String title) {
        lines.add(title);
    }

    /** A fact: its name and its value. */
    public TextPage row(String name, String value) {
        lines.add(String.format(Locale.ROOT, "  %-19s %s", name, value));
        return this;
    }

    public TextPage text(String text) {
        lines.add(text);
        return this;
    }

    /** A table, its columns as wide as they need; those of numbers to the right. */
    public TextPage table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        rows.forEach(row -> all.add(row.stream().map(TextPage::shortened).toList()));
        int[] widths = new int[header.size()];
        boolean[] right = new boolean[header.size()];
        for (int j = 0; j < widths.length; j++) {
            int column = j;
            widths[j] =
                    all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
            right[j] = rows.stream().allMatch(row -> row.get(column).matches("-|[-+0-9.e%]+"));
        }
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder(" ");
            for (int j = 0; j < widths.length; j++) {
                String format = " %" + (right[j] ? "" : "-") + Math.max(1, widths[j]) + "s";
                line.append(String.format(Locale.ROOT, format, row.get(j))).append(' ');
            }
            lines.add(line.toString().stripTrailing());
        }
        return this;
    }

    private static String shortened(String cell) {
        String plain = cell.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= WIDEST ? plain : plain.substring(0, WIDEST - 1) + "…";
    }

    /** Commands that may be typed next. */
    public TextPage next(List<String> commands) {
        lines.add("");
        lines.add("next");
        commands.forEach(command -> lines.add("  " + command));
        return this;
    }

    /** The page, one line after the other. */
    public String page() {
        return String.join("\n", lines) + "\n";
    }

    /** Where the API is for whoever asked: {@code http://127.0.0.1:8080/api/v1}. */
    public static String base() {
        return ServletUriComponentsBuilder.fromCurrentContextPath()
                .path("/api/v1")
                .build()
                .toUriString();
    }

    /** Four digits that count. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        boolean plain = value == 0 || Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6;
        return String.format(Locale.ROOT, plain ? "%.4g" : "%.3e", value);
    }

    /** So much of twenty blocks. */
    public static String bar(double fraction) {
        int full = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    /** One bar a value, from the least to the greatest of the finite ones. */
    public static String sparkline(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        StringBuilder line = new StringBuilder();
        for (double value : values) {
            double height = greatest > least ? (value - least) / (greatest - least) : 0;
            line.append(Double.isFinite(value) ? BARS.charAt((int) Math.round(height * (BARS.length() - 1))) : '✗');
        }
        return line.toString();
    }
}
