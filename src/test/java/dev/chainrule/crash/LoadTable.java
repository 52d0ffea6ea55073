package dev.chainrule.crash;

import dev.chainrule.crash.ConstantRate.Answers;
import java.util.Set;
import java.util.function.Consumer;

/** The table of goals and what was measured: a row is met or missed by its figures, not by who writes it down. */
record LoadTable(Consumer<String> rows) {

    static final String HEAD = "| | what | goal | measured | |\n|---|---|---|---|---|";

    void row(String id, String what, String goal, String figure, boolean met) {
        String row = "| %s | %s | %s | %s | %s |".formatted(id, what, goal, figure, met ? "met" : "**missed**");
        System.err.println(row);
        rows.accept(row);
    }

    /** What has no goal of its own. */
    void note(String id, String what, String figure) {
        String row = "| %s | %s | | %s | |".formatted(id, what, figure);
        System.err.println(row);
        rows.accept(row);
    }

    /** Answers of one kind: all of the given statuses, and the 99th percentile in time. */
    void answers(String id, String what, Answers answers, double p99, Set<Integer> statuses) {
        boolean met = answers.milliseconds(0.99) <= p99
                && statuses.containsAll(answers.statuses().keySet());
        row(id, what, "p99 ≤ %.0f ms".formatted(p99), answers.toString(), met);
    }
}
