package dev.chainrule.job;

import dev.chainrule.history.Curves;
import dev.chainrule.web.TextPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Jobs for a terminal: one a line, the loss of each as a sparkline. */
@Component
final class JobListText {

    private static final int WIDTH = 16;

    private final Curves curves;

    JobListText(Curves curves) {
        this.curves = curves;
    }

    String of(List<JobView> jobs, @Nullable String nextPageToken) {
        List<List<String>> rows = new ArrayList<>();
        for (JobView job : jobs) {
            rows.add(List.of(
                    job.id(),
                    job.name(),
                    job.state().toString(),
                    String.format(Locale.ROOT, "%.0f%%", 100 * job.progress().fraction()),
                    TextPage.sparkline(curves.means(job.id(), "loss", WIDTH)),
                    metric(job, "loss"),
                    metric(job, "validationAccuracy")));
        }
        TextPage page = new TextPage(jobs.size() + (nextPageToken == null ? " jobs" : " jobs, and there are more"));
        if (!rows.isEmpty()) {
            page.table(List.of("id", "name", "state", "done", "", "loss", "validation"), rows);
        }
        List<String> commands = new ArrayList<>();
        if (!jobs.isEmpty()) {
            commands.add("curl -H 'Accept: text/plain' " + TextPage.base() + "/jobs/"
                    + jobs.getFirst().id());
        }
        if (nextPageToken != null) {
            commands.add("curl -H 'Accept: text/plain' '" + TextPage.base() + "/jobs?pageToken=" + nextPageToken + "'");
        }
        return page.next(commands).page();
    }

    private static String metric(JobView job, String name) {
        JsonNode value = job.metrics().path(name);
        return value.isNumber() ? TextPage.number(value.doubleValue()) : "-";
    }
}
