package dev.chainrule.history;

import dev.chainrule.engine.train.TrainingListener.Histogram;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Histograms, one a row. */
@Component
final class HistogramTable {

    private static final int BATCH = 256;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    HistogramTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
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

    /** What is known of histograms without opening them. */
    record Listed(String layer, String kind, long step) {}

    /** Histograms of the given layer and kind (null is all), of steps {@code from} to {@code to}, by layer, kind and step. */
    List<Listed> list(long runNo, @Nullable String layer, @Nullable String kind, long from, long to) {
        return client.sql("""
                        select layer, kind, step from history_histogram
                        where run_no = :runNo and step between :from and :to
                            and (cast(:layer as varchar) is null or layer = :layer)
                            and (cast(:kind as varchar) is null or kind = :kind)
                        order by layer, kind, step
                        """)
                .param("runNo", runNo)
                .param("from", from)
                .param("to", to)
                .param("layer", layer, Types.VARCHAR)
                .param("kind", kind, Types.VARCHAR)
                .query((row, n) -> new Listed(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }

    Histogram get(long runNo, Listed listed) {
        return client.sql(
                        "select payload from history_histogram where run_no = :runNo and layer = :layer and kind = :kind"
                                + " and step = :step")
                .param("runNo", runNo)
                .param("layer", listed.layer())
                .param("kind", listed.kind())
                .param("step", listed.step())
                .query((row, n) -> unpack(listed, row.getBytes(1)))
                .single();
    }

    private static Histogram unpack(Listed listed, byte[] payload) {
        double[] numbers = PackedColumns.unpack(payload, 0);
        long[] counts = new long[numbers.length - 2];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (long) numbers[i + 2];
        }
        return new Histogram(listed.step(), listed.layer(), listed.kind(), numbers[0], numbers[1], counts);
    }

    void deleteAfter(long runNo, long step) {
        jdbc.update("delete from history_histogram where run_no = ? and step > ?", runNo, step);
    }
}
