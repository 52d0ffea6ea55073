package dev.chainrule.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over two axes, as an SVG that is light or dark as its reader likes it. Texts have no characters that XML reserves. */
final class Plot {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 440;
    private static final int LEFT = 76;
    private static final int RIGHT = WIDTH - 24;
    private static final int TOP = 84;
    private static final int BOTTOM = HEIGHT - 56;

    /** Width of a letter of the legend, about. */
    private static final double LETTER = 7;

    private static final String STYLE = """
            <style>
            text { font: 14px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; fill: #1c2025; }
            .title { font-size: 17px; font-weight: 600; }
            .quiet { fill: #5b636c; }
            .page { fill: #ffffff; }
            path { fill: none; stroke-width: 2; stroke-linejoin: round; }
            .grid { stroke: #e3e3dd; stroke-width: 1; }
            .first { stroke: #0a6aa8; }
            .second { stroke: #d1560a; }
            .limit { stroke: #5b636c; stroke-dasharray: 6 4; }
            circle.first { fill: #0a6aa8; }
            circle.second { fill: #d1560a; }
            circle.limit { display: none; }
            @media (prefers-color-scheme: dark) {
              text { fill: #e7e9eb; }
              .quiet { fill: #9ba5af; }
              .page { fill: #1a1e22; }
              .grid { stroke: #2a3036; }
              .first { stroke: #5aaee3; }
              .second { stroke: #f28a4b; }
              .limit { stroke: #9ba5af; }
              circle.first { fill: #5aaee3; }
              circle.second { fill: #f28a4b; }
            }
            </style>
            """;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines = new ArrayList<>();

    Plot(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /** How a line looks. */
    enum Look {
        /** Drawn through, in the first color. */
        FIRST,
        /** Drawn through, in the second. */
        SECOND,
        /** Dashed, without dots: nothing that was measured. */
        LIMIT;

        String mark() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One line.
     *
     * @param name for the legend; empty where another line of the same look stands there
     * @param labels beside its dots, or none
     */
    record Line(String name, Look look, double[] xs, double[] ys, List<String> labels) {

        Line(String name, Look look, double[] xs, double[] ys) {
            this(name, look, xs, ys, List.of());
        }
    }

    Plot line(Line line) {
        lines.add(line);
        return this;
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\">\n",
                WIDTH,
                HEIGHT));
        svg.append("<title>").append(title).append("</title>\n").append(STYLE);
        svg.append("<rect class=\"page\" width=\"100%\" height=\"100%\" rx=\"6\"/>\n");
        text(svg, "title", "start", LEFT, 30, title);
        axes(svg);
        double at = LEFT;
        for (Line line : lines) {
            draw(svg, line);
            if (!line.name.isEmpty()) {
                path(svg, line.look.mark(), String.format(Locale.ROOT, "M%.1f 55h28", at));
                text(svg, "", "start", at + 36, 60, line.name);
                at += 64 + LETTER * line.name.length();
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg) {
        for (double tick : x.ticks()) {
            path(svg, "grid", String.format(Locale.ROOT, "M%.1f %dV%d", x(tick), TOP, BOTTOM));
            text(svg, "quiet", "middle", x(tick), BOTTOM + 20, number(tick));
        }
        for (double tick : y.ticks()) {
            path(svg, "grid", String.format(Locale.ROOT, "M%d %.1fH%d", LEFT, y(tick), RIGHT));
            text(svg, "quiet", "end", LEFT - 8, y(tick) + 5, number(tick));
        }
        text(svg, "quiet", "middle", (LEFT + RIGHT) / 2.0, HEIGHT - 12, x.title());
        svg.append("<g transform=\"rotate(-90)\">");
        text(svg, "quiet", "middle", -(TOP + BOTTOM) / 2.0, 20, y.title());
        svg.append("</g>\n");
    }

    private void draw(StringBuilder svg, Line line) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.xs.length; i++) {
            points.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x(line.xs[i]), y(line.ys[i])));
        }
        path(svg, line.look.mark(), points.toString());
        for (int i = 0; i < line.xs.length; i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n",
                    line.look.mark(),
                    x(line.xs[i]),
                    y(line.ys[i])));
        }
        for (int i = 0; i < line.labels.size(); i++) {
            text(svg, "", "end", x(line.xs[i]) - 6, y(line.ys[i]) - 8, line.labels.get(i));
        }
    }

    private double x(double value) {
        return LEFT + x.at(value) * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - y.at(value) * (BOTTOM - TOP);
    }

    private static void path(StringBuilder svg, String mark, String path) {
        svg.append("<path class=\"").append(mark).append("\" d=\"").append(path).append("\"/>\n");
    }

    private static void text(StringBuilder svg, String mark, String anchor, double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                mark,
                anchor,
                x,
                y,
                text));
    }

    /** As few digits as say it, thousands apart. */
    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value).replace(',', '\u202f')
                : String.format(Locale.ROOT, "%.3g", value).replaceAll("0+$", "");
    }
}
