package dev.chainrule.history;

import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.web.SpecWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Findings of a run, numbered from 0 in the order in which they were made. */
@Component
final class FindingTable {

    private final JdbcClient jdbc;

    FindingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A finding and the step after which it was made. */
    record Found(long atStep, Finding finding) {

        /** Whether the other says it already: a run says a thing once of a layer, but one that was resumed may say it again. */
        boolean repeats(Finding other) {
            return finding.code().equals(other.code()) && Objects.equals(finding.layer(), other.layer());
        }
    }

    /** Adds the findings that are not there yet. */
    void add(long runNo, List<Found> found) {
        List<Finding> there = new ArrayList<>(from(runNo, 0));
        for (Found each : found) {
            if (there.stream().noneMatch(each::repeats)) {
                jdbc.sql(
                                "insert into history_finding (run_no, finding_no, at_step, body) values (:runNo, :no, :atStep, :body)")
                        .param("runNo", runNo)
                        .param("no", there.size())
                        .param("atStep", each.atStep())
                        .param("body", StoredJson.write(asJson(each.finding())))
                        .update();
                there.add(each.finding());
            }
        }
    }

    /** The finding with its patch as a caller would send it: the records in it do not tell their type to a plain mapper. */
    private static Finding asJson(Finding finding) {
        Map<String, Object> patch = new LinkedHashMap<>();
        SpecWriter.write(finding.patch()).forEachEntry(patch::put);
        return new Finding(
                finding.code(),
                finding.severity(),
                finding.layer(),
                finding.fromStep(),
                finding.evidence(),
                finding.explanation(),
                patch);
    }

    /** Findings from number {@code first} on. */
    List<Finding> from(long runNo, int first) {
        return jdbc.sql(
                        "select body from history_finding where run_no = :runNo and finding_no >= :first order by finding_no")
                .param("runNo", runNo)
                .param("first", first)
                .query((row, n) -> StoredJson.read(row.getString(1), Finding.class))
                .list();
    }

    int count(long runNo) {
        return jdbc.sql("select count(*) from history_finding where run_no = :runNo")
                .param("runNo", runNo)
                .query(Integer.class)
                .single();
    }

    /** Findings are made in the order of their steps, so their numbers stay without gaps. */
    void deleteAfter(long runNo, long step) {
        jdbc.sql("delete from history_finding where run_no = :runNo and at_step > :step")
                .param("runNo", runNo)
                .param("step", step)
                .update();
    }
}
