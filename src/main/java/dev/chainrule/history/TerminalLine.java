package dev.chainrule.history;

import dev.chainrule.web.TextPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as one line of a terminal that is drawn over and over: {@code curl -N -H 'Accept: text/plain' …/events}. Findings and the end
 * get lines of their own.
 */
final class TerminalLine implements EventFormat {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int WIDTH = 24;

    private final Deque<Double> losses = new ArrayDeque<>();
    private String line = "";
    private String name = "";
    private String verdict = "";

    @Override
    public byte[] greeting() {
        return new byte[0];
    }

    @Override
    public byte[] heartbeat() {
        return drawn(line);
    }

    @Override
    public byte[] event(String place, String event, byte[] data) {
        return switch (event) {
            case "state" -> {
                JsonNode job = JSON.readTree(data);
                name = job.path("name").asString("");
                verdict = job.path("verdict").asString("");
                yield progress(job);
            }
            case "progress" -> progress(JSON.readTree(data));
            case "finding" -> finding(JSON.readTree(data));
            case "done" ->
                text(over(line) + "\n" + JSON.readTree(data).path("state").asString("")
                        + (verdict.isEmpty() ? "" : "  " + verdict) + "\n");
            default -> new byte[0];
        };
    }

    private byte[] progress(JsonNode event) {
        JsonNode p = event.path("progress");
        JsonNode loss = event.path("metrics").path("loss");
        if (loss.isNumber()) {
            losses.add(loss.doubleValue());
            if (losses.size() > WIDTH) {
                losses.remove();
            }
        }
        double[] curve = losses.stream().mapToDouble(Double::doubleValue).toArray();
        return drawn(String.format(
                Locale.ROOT,
                "%s %s %3.0f %% step %,d of %,d %s %s",
                name,
                TextPage.bar(p.path("fraction").asDouble(0)),
                100 * p.path("fraction").asDouble(0),
                p.path("step").asLong(0),
                p.path("totalSteps").asLong(0),
                TextPage.sparkline(curve),
                loss.isNumber() ? "loss " + TextPage.number(loss.doubleValue()) : ""));
    }

    private byte[] finding(JsonNode finding) {
        String told = over(finding.path("code").asString("") + "  "
                + finding.path("explanation").asString(""));
        return text(told + "\n" + line);
    }

    private byte[] drawn(String next) {
        String told = over(next);
        line = next;
        return text(told);
    }

    /** A text in place of the line that stands there. */
    private String over(String text) {
        return "\r" + text + " ".repeat(Math.max(0, line.length() - text.length()));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
