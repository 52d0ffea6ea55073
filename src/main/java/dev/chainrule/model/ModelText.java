package dev.chainrule.model;

import dev.chainrule.web.TextPage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Models and what they are worth, for a terminal. */
final class ModelText {

    private static final int MOST_CLASSES = 20;

    private ModelText() {}

    static String list(List<ModelView> models) {
        TextPage page = new TextPage(models.size() + " models");
        List<List<String>> rows = models.stream()
                .map(m -> List.of(
                        m.id(),
                        m.name() + "@" + m.version(),
                        String.join(",", m.aliases()),
                        m.target(),
                        String.valueOf(m.parameters())))
                .toList();
        if (!rows.isEmpty()) {
            page.table(List.of("id", "name", "aliases", "target", "parameters"), rows);
            page.next(List.of("curl -H 'Accept: text/plain' " + url(models.getFirst())));
        }
        return page.page();
    }

    private static String url(ModelView model) {
        return TextPage.base() + "/models/" + model.id();
    }

    static String of(ModelView model) {
        TextPage page = new TextPage(model.name() + "@" + model.version()
                + model.aliases().stream().map(alias -> "  @" + alias).collect(Collectors.joining()));
        page.row("model", model.id());
        page.row(
                "answers", model.target() + (model.classes() == null ? "" : ": " + String.join(", ", model.classes())));
        page.row(
                "from",
                model.features().stream().map(f -> f.name()).limit(MOST_CLASSES).collect(Collectors.joining(", ")));
        page.row("network", layers(model.spec().at("/network/layers")));
        page.row("parameters", String.valueOf(model.parameters()));
        model.metrics().forEach((name, value) -> page.row(name, value == null ? "-" : TextPage.number(value)));
        String row = model.features().stream()
                .limit(MOST_CLASSES)
                .map(f -> "\"" + f.name() + "\": "
                        + (f.categories() == null ? "0" : "\"" + f.categories().getFirst() + "\""))
                .collect(Collectors.joining(", ", "{", "}"));
        String data = model.dataset() == null ? "…" : model.dataset().id();
        return page.next(List.of(
                        post(model, "predict", "{\"rows\": [" + row + "]}"),
                        post(model, "evaluate", "{\"dataset\": {\"id\": \"" + data + "\"}, \"rows\": {\"hardest\": 5}}")
                                + " -H 'Accept: text/plain'",
                        "curl -X PUT " + url(model) + "/aliases/champion",
                        "curl -OJ '" + url(model) + "/export?format=onnx'"))
                .page();
    }

    private static String post(ModelView model, String action, String body) {
        return "curl " + url(model) + "/" + action + " -H 'Content-Type: application/json' -d '"
                + body.replace("'", "'\\''") + "'";
    }

    private static String layers(JsonNode layers) {
        List<String> names = new ArrayList<>();
        for (JsonNode layer : layers) {
            String units = layer.path("units").isNumber() ? ":" + layer.get("units") : "";
            JsonNode f = layer.at("/activation/type");
            names.add(layer.path("type").asString("") + units + (f.isString() ? ":" + f.stringValue() : ""));
        }
        return String.join("  ", names);
    }

    static String of(EvaluationReport report) {
        TextPage page = new TextPage(report.rows() + " rows");
        page.row("loss", TextPage.number(report.loss()));
        fact(page, "accuracy", report.accuracy());
        fact(page, "log loss", report.logLoss());
        fact(page, "ROC AUC", report.rocAuc());
        fact(page, "RMSE", report.rmse());
        fact(page, "MAE", report.mae());
        fact(page, "R2", report.rSquared());
        if (report.perClass() != null && report.confusion() != null) {
            page.text("").text("meant \\ answered");
            classes(page, report.perClass(), report.confusion());
        }
        rows(page, "hardest", report.hardest());
        rows(page, "probably mislabeled", report.mislabeled());
        return page.page();
    }

    private static void fact(TextPage page, String name, @Nullable Double value) {
        if (value != null) {
            page.row(name, TextPage.number(value));
        }
    }

    private static void classes(TextPage page, List<ClassReport.OfClass> perClass, long[][] confusion) {
        int shown = Math.min(MOST_CLASSES, confusion.length);
        List<String> header = new ArrayList<>(List.of(""));
        perClass.stream().limit(shown).map(ClassReport.OfClass::name).forEach(header::add);
        header.addAll(List.of("precision", "recall", "F1"));
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < shown; c++) {
            List<String> row = new ArrayList<>(List.of(perClass.get(c).name()));
            for (int d = 0; d < shown; d++) {
                row.add(String.valueOf(confusion[c][d]));
            }
            row.add(orNone(perClass.get(c).precision()));
            row.add(orNone(perClass.get(c).recall()));
            row.add(orNone(perClass.get(c).f1()));
            rows.add(row);
        }
        page.table(header, rows);
    }

    private static String orNone(@Nullable Double value) {
        return value == null ? "-" : TextPage.number(value);
    }

    private static void rows(TextPage page, String title, @Nullable List<RowReport> rows) {
        if (rows == null || rows.isEmpty()) {
            return;
        }
        page.text("").text(title);
        page.table(
                List.of("line", "meant", "answered", "loss", "gradient"),
                rows.stream()
                        .map(r -> List.of(
                                r.line() == null ? "-" : r.line().toString(),
                                shown(r.meant()),
                                shown(r.answered()),
                                TextPage.number(r.loss()),
                                TextPage.number(r.gradientNorm())))
                        .toList());
    }

    private static String shown(Object value) {
        return value instanceof Double number ? TextPage.number(number) : value.toString();
    }
}
