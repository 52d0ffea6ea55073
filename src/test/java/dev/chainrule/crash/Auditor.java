package dev.chainrule.crash;

import dev.chainrule.crash.Api.Answer;
import dev.chainrule.crash.Ledger.Contents;
import dev.chainrule.crash.Ledger.Kind;
import dev.chainrule.crash.Ledger.Line;
import dev.chainrule.crash.Specs.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compares what the service says with what it has acknowledged: the invariants that can be seen over HTTP. */
final class Auditor {

    private static final int MOST_ATTEMPTS = 3;

    private final Specs specs;
    private final Ledger ledger;
    /** Jobs whose traces were found right after their end: nothing changes them any more. */
    private final Set<String> verified = new HashSet<>();

    private int exact;
    private int resumedExact;

    Auditor(Specs specs, Ledger ledger) {
        this.specs = specs;
        this.ledger = ledger;
    }

    /** Ended runs found bit-identical to an undisturbed one. */
    int exact() {
        return exact;
    }

    /** Those of {@link #exact} that took more than one attempt. */
    int resumedExact() {
        return resumedExact;
    }

    /** Everything that is wrong, one sentence each, beginning with the invariant. */
    List<String> audit(Api api) {
        Contents contents = ledger.read();
        List<String> wrong = new ArrayList<>();
        Map<String, JsonNode> jobs = api.all("/jobs");
        for (Map.Entry<String, Line> job : contents.jobs().entrySet()) {
            known(api, "job", jobs, job.getKey(), wrong)
                    .ifPresent(row -> audit(api, contents, job.getValue(), row, wrong));
        }
        Map<String, JsonNode> datasets = api.all("/datasets");
        for (Line upload : contents.of(Kind.UPLOADED)) {
            known(api, "dataset", datasets, upload.words().getFirst(), wrong)
                    .filter(row ->
                            !row.path("sha256").asString().equals(upload.words().get(1)))
                    .ifPresent(row -> wrong.add("I1 dataset " + upload.words().getFirst() + " is another one"));
        }
        return wrong;
    }

    /** What a list tells of one; what it leaves out is asked for by itself, and is lost where that is answered by anything else. */
    private static Optional<JsonNode> known(
            Api api, String kind, Map<String, JsonNode> listed, String id, List<String> wrong) {
        JsonNode row = listed.get(id);
        if (row != null) {
            return Optional.of(row);
        }
        Optional<Answer> answer = api.get("/" + kind + "s/" + id);
        answer.filter(a -> a.status() != 200)
                .ifPresent(a -> wrong.add("I1 " + kind + " " + id + " is lost: " + a.status()));
        return answer.filter(a -> a.status() == 200).map(Answer::json);
    }

    private void audit(Api api, Contents contents, Line line, JsonNode job, List<String> wrong) {
        String id = line.job();
        String state = job.path("state").asString();
        contents.ended(id)
                .filter(end -> !end.equals(state))
                .ifPresent(end -> wrong.add("I4 job " + id + " had ended as " + end + " and is " + state));
        int attempt = job.path("attempt").asInt();
        if (attempt > MOST_ATTEMPTS) {
            wrong.add("I5 job " + id + " has had " + attempt + " attempts");
        }
        if (contents.cancelled(id) && state.equals("SUCCEEDED")) {
            wrong.add("I9 job " + id + " was cancelled and succeeded");
        }
        if (state.equals("FAILED")
                && (attempt != MOST_ATTEMPTS
                        || !job.at("/error/code").asString().equals("CRASHED"))) {
            wrong.add("I4 job " + id + " failed without a reason: " + job.path("error"));
        }
        trace(api, contents, line, job, wrong);
    }

    private void trace(Api api, Contents contents, Line line, JsonNode job, List<String> wrong) {
        String id = line.job();
        Trace expected = specs.expected(line.words().get(2));
        if (expected == null || verified.contains(id)) {
            return;
        }
        Optional<Answer> csv =
                api.csv(id).filter(a -> a.status() == 200 && !a.body().isBlank());
        if (csv.isEmpty()) {
            return;
        }
        List<String> rows = Trace.rows(csv.get().body());
        boolean succeeded = job.path("state").asString().equals("SUCCEEDED");
        if (rows.size() == 1 && !succeeded) {
            return; // it has not begun
        }
        String difference = difference(rows, expected.history(), succeeded);
        if (!difference.isEmpty()) {
            wrong.add("I2 the history of job " + id + " is another one: " + difference);
        }
        if (succeeded) {
            succeeded(api, contents, job, rows, expected, wrong);
        }
    }

    private void succeeded(
            Api api, Contents contents, JsonNode job, List<String> rows, Trace expected, List<String> wrong) {
        String id = job.path("id").asString();
        if (rows.size() != expected.history().size()) {
            wrong.add("I2 job " + id + " has " + rows.size() + " lines of history, not "
                    + expected.history().size());
        }
        String told = told(contents.rows(id), rows);
        if (!told.isEmpty()) {
            wrong.add("I2 job " + id + " had told other rows: " + told);
        }
        Optional<Answer> parameters = api.get("/models/" + job.path("modelId").asString() + "/parameters");
        if (parameters.isPresent() && !parameters.get().body().equals(expected.parameters())) {
            wrong.add("I8 job " + id + " learned something else");
        } else if (parameters.isPresent()) {
            verified.add(id);
            exact++;
            resumedExact += job.path("attempt").asInt() > 1 ? 1 : 0;
        }
    }

    /** The first told row that the history does not have so, empty where there is none. */
    private static String told(Map<String, String> told, List<String> rows) {
        if (told.isEmpty()) {
            return "";
        }
        List<String> header = Arrays.asList(rows.getFirst().split(",", -1));
        int loss = header.indexOf("loss");
        Map<String, String> kept = new java.util.HashMap<>();
        rows.stream().skip(1).map(row -> row.split(",", -1)).forEach(cells -> kept.put(cells[0], cells[loss]));
        for (Map.Entry<String, String> row : told.entrySet()) {
            String value = kept.get(row.getKey());
            if (value == null || value.isEmpty() || Double.parseDouble(value) != Double.parseDouble(row.getValue())) {
                return "step " + row.getKey() + " was " + row.getValue() + ", is " + value;
            }
        }
        return "";
    }

    /**
     * Where the rows differ from the expected ones. Those of a run that goes on may end earlier, each column by itself: columns belong to
     * groups that are written one after the other.
     */
    private static String difference(List<String> rows, List<String> expected, boolean whole) {
        if (rows.size() > expected.size()) {
            return "it is longer";
        }
        Set<Integer> over = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            String[] cells = rows.get(i).split(",", -1);
            String[] wanted = expected.get(i).split(",", -1);
            for (int c = 0; c < wanted.length; c++) {
                if (!whole && cells.length == wanted.length && cells[c].isEmpty() && !wanted[c].isEmpty()) {
                    over.add(c);
                } else if (cells.length != wanted.length
                        || !cells[c].equals(wanted[c])
                        || (over.contains(c) && !wanted[c].isEmpty())) {
                    return "line " + i + ": " + abbreviate(rows.get(i)) + " instead of " + abbreviate(expected.get(i));
                }
            }
        }
        return "";
    }

    private static String abbreviate(String line) {
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }
}
