package dev.chainrule.job;

import dev.chainrule.history.Curves;
import dev.chainrule.web.TextPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** A job for a terminal: a table, its loss as a sparkline, the verdict and what to type next. */
@Component
final class JobText {

    private static final int WIDTH = 40;

    private final Curves curves;

    JobText(Curves curves) {
        this.curves = curves;
    }

    String of(JobView job) {
        List<String> lines = new ArrayList<>();
        lines.add(job.name() + "  " + job.state() + (job.stopReason() == null ? "" : " (" + job.stopReason() + ")"));
        lines.add(row("job", job.id()));
        JobView.ProgressView p = job.progress();
        lines.add(row(
                "progress",
                TextPage.bar(p.fraction())
                        + String.format(
                                Locale.ROOT,
                                " %3.0f %%  step %,d of %,d, epoch %d of %d",
                                100 * p.fraction(),
                                p.step(),
                                p.totalSteps(),
                                p.epoch(),
                                p.epochs())));
        if (p.etaSeconds() != null) {
            lines.add(row("left", String.format(Locale.ROOT, "%.0f s", p.etaSeconds())));
        }
        if (job.queue() != null) {
            lines.add(row(
                    "queue",
                    job.queue().ahead() + " ahead"
                            + (job.queue().reason() == null
                                    ? ""
                                    : ", waits for " + job.queue().reason())));
        }
        double[] losses = curves.means(job.id(), "loss", WIDTH);
        if (losses.length > 1) {
            lines.add(row(
                    "loss",
                    TextPage.sparkline(losses) + "  " + Verdict.number(losses[0]) + " -> "
                            + Verdict.number(losses[losses.length - 1])));
        }
        for (var metric : job.metrics().properties()) {
            lines.add(row(metric.getKey(), number(metric.getValue())));
        }
        if (job.verdict() != null) {
            lines.add(row("verdict", job.verdict()));
        }
        lines.add("");
        lines.add("next");
        next(job).forEach(command -> lines.add("  " + command));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, String value) {
        return String.format(Locale.ROOT, "  %-19s %s", name, value);
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? Verdict.number(value.doubleValue()) : "-";
    }

    private static List<String> next(JobView job) {
        String base = ServletUriComponentsBuilder.fromCurrentContextPath()
                .path("/api/v1")
                .build()
                .toUriString();
        String url = base + "/jobs/" + job.id();
        List<String> commands = new ArrayList<>();
        if (!job.state().terminal()) {
            commands.add("curl -N " + url + "/events");
        }
        commands.add("curl '" + url + "/history?series=loss,gradientNorm'");
        commands.add("curl " + url + "/findings");
        if (job.modelId() != null) {
            commands.add("curl " + base + "/models/" + job.modelId());
        }
        for (JobAction action : job.allowedActions()) {
            if (action == JobAction.CANCEL || action == JobAction.PAUSE || action == JobAction.RESUME) {
                commands.add("curl -X POST " + url + "/" + action.publicName());
            }
        }
        return commands;
    }
}
