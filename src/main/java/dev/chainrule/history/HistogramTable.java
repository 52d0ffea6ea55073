package dev.chainrule.history;

import dev.chainrule.engine.train.TrainingListener.Histogram;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Histograms, one a row. */
@Component
final class HistogramTable {

    private static final int BATCH = 256;

    private final JdbcTemplate jdbc;

    HistogramTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes histograms; one that is there already is replaced. */
    void put(long runNo, List<Histogram> histograms) {
        jdbc.batchUpdate(
                "delete from history_histogram where run_no = ? and layer = ? and kind = ? and step = ?",
                histograms,
                BATCH,
                (statement, histogram) -> {
                    statement.setLong(1, runNo);
                    statement.setString(2, histogram.layer());
                    statement.setString(3, histogram.kind());
                    statement.setLong(4, histogram.step());
                });
        jdbc.batchUpdate(
                "insert into history_histogram (run_no, layer, kind, step, payload) values (?, ?, ?, ?, ?)",
                histograms,
                BATCH,
                (statement, histogram) -> {
                    statement.setLong(1, runNo);
                    statement.setString(2, histogram.layer());
                    statement.setString(3, histogram.kind());
                    statement.setLong(4, histogram.step());
                    statement.setBytes(5, pack(histogram));
                });
    }

    /** Edges of the outer bins, then the counts, which are exact as doubles. */
    private static byte[] pack(Histogram histogram) {
        double[] numbers = new double[histogram.counts().length + 2];
        numbers[0] = histogram.min();
        numbers[1] = histogram.max();
        for (int i = 0; i < histogram.counts().length; i++) {
            numbers[i + 2] = histogram.counts()[i];
        }
        return PackedColumns.pack(numbers);
    }

    void deleteAfter(long runNo, long step) {
        jdbc.update("delete from history_histogram where run_no = ? and step > ?", runNo, step);
    }
}
