package dev.chainrule.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Chunks, whole and written once; and tails, the few rows after the last whole chunk. */
@Component
final class ChunkTable {

    /** Neighboring columns that share a row of the tail. */
    static final int STRIPE = 256;

    private static final int BATCH = 256;

    /** The spans are the smaller table: each is one walk along the primary key. */
    private static final String SPANS = """
            select span.place, chunk.chunk_no, chunk.payload
            from unnest(cast(? as integer array), cast(? as integer array), cast(? as integer array),
                    cast(? as bigint array), cast(? as bigint array)) as span (place, level_no, column_no, first_no, end_no)
            join history_chunk chunk on chunk.run_no = ? and chunk.group_no = ? and chunk.level_no = span.level_no
                and chunk.column_no = span.column_no and chunk.chunk_no >= span.first_no and chunk.chunk_no < span.end_no
            """;

    private final JdbcTemplate jdbc;

    ChunkTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One row of the table of chunks. */
    record Chunk(int level, int column, long chunk, byte[] payload) {}

    /** One row of the table of tails: the rows from {@code firstRow} on, of one stripe. */
    record Segment(long firstRow, int stripe, byte[] payload) {

        int rows() {
            return PackedColumns.rows(payload);
        }
    }

    void insert(GroupKey key, List<Chunk> chunks) {
        jdbc.batchUpdate(
                "insert into history_chunk (run_no, group_no, level_no, column_no, chunk_no, payload)"
                        + " values (?, ?, ?, ?, ?, ?)",
                chunks,
                BATCH,
                (statement, chunk) -> {
                    statement.setLong(1, key.runNo());
                    statement.setInt(2, key.groupNo());
                    statement.setInt(3, chunk.level());
                    statement.setInt(4, chunk.column());
                    statement.setLong(5, chunk.chunk());
                    statement.setBytes(6, chunk.payload());
                });
    }

    /** Payloads of chunks {@code from} (inclusive) to {@code to} (exclusive), in order. */
    List<byte[]> payloads(GroupKey key, int level, int column, long from, long to) {
        List<byte[]> payloads = from >= to
                ? List.of()
                : jdbc.query(
                        "select payload from history_chunk where run_no = ? and group_no = ? and level_no = ?"
                                + " and column_no = ? and chunk_no >= ? and chunk_no < ? order by chunk_no",
                        (row, n) -> row.getBytes(1),
                        key.runNo(),
                        key.groupNo(),
                        level,
                        column,
                        from,
                        to);
        if (payloads.size() != Math.max(0, to - from)) {
            throw new IllegalStateException(
                    key + ", level " + level + ", column " + column + ": chunks " + from + " to " + to);
        }
        return payloads;
    }

    /**
     * Chunks {@code from} (inclusive) to {@code to} (exclusive) of a column.
     *
     * @param from at most {@code to}
     */
    record Span(int level, int column, long from, long to) {}

    /** Payloads of the chunks of each span, in order: by one statement, however many spans there are. */
    List<byte[][]> payloads(GroupKey key, List<Span> spans) {
        List<byte[][]> payloads = spans.stream()
                .map(span -> new byte[Math.toIntExact(span.to() - span.from())][])
                .toList();
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(SPANS);
                    Integer[] places = new Integer[spans.size()];
                    Arrays.setAll(places, i -> i);
                    statement.setArray(1, connection.createArrayOf("integer", places));
                    setArray(statement, 2, "integer", spans, Span::level);
                    setArray(statement, 3, "integer", spans, Span::column);
                    setArray(statement, 4, "bigint", spans, Span::from);
                    setArray(statement, 5, "bigint", spans, Span::to);
                    statement.setLong(6, key.runNo());
                    statement.setInt(7, key.groupNo());
                    return statement;
                },
                (ResultSet row) -> {
                    int place = row.getInt(1);
                    payloads.get(place)[(int) (row.getLong(2) - spans.get(place).from())] = row.getBytes(3);
                });
        for (int i = 0; i < spans.size(); i++) {
            if (Arrays.asList(payloads.get(i)).contains(null)) {
                throw new IllegalStateException(key + ": not all of " + spans.get(i));
            }
        }
        return payloads;
    }

    private static void setArray(
            PreparedStatement statement, int at, String type, List<Span> spans, Function<Span, Object> part)
            throws SQLException {
        Object[] values = spans.stream().map(part).toArray();
        statement.setArray(at, statement.getConnection().createArrayOf(type, values));
    }

    /** Removes all chunks of a level from {@code from} on. */
    void deleteFrom(GroupKey key, int level, long from) {
        jdbc.update(
                "delete from history_chunk where run_no = ? and group_no = ? and level_no = ? and chunk_no >= ?",
                key.runNo(),
                key.groupNo(),
                level,
                from);
    }

    void insertTail(GroupKey key, List<Segment> segments) {
        jdbc.batchUpdate(
                "insert into history_tail (run_no, group_no, first_row, stripe_no, payload) values (?, ?, ?, ?, ?)",
                segments,
                BATCH,
                (statement, segment) -> {
                    statement.setLong(1, key.runNo());
                    statement.setInt(2, key.groupNo());
                    statement.setLong(3, segment.firstRow());
                    statement.setInt(4, segment.stripe());
                    statement.setBytes(5, segment.payload());
                });
    }

    /** Segments of all stripes, in order of their rows. */
    List<Segment> tail(GroupKey key) {
        return jdbc.query(
                "select first_row, stripe_no, payload from history_tail where run_no = ? and group_no = ?"
                        + " order by first_row, stripe_no",
                (row, n) -> new Segment(row.getLong(1), row.getInt(2), row.getBytes(3)),
                key.runNo(),
                key.groupNo());
    }

    /** Segments of one stripe, in order of their rows. */
    List<Segment> tail(GroupKey key, int stripe) {
        return jdbc.query(
                "select first_row, stripe_no, payload from history_tail where run_no = ? and group_no = ?"
                        + " and stripe_no = ? order by first_row",
                (row, n) -> new Segment(row.getLong(1), row.getInt(2), row.getBytes(3)),
                key.runNo(),
                key.groupNo(),
                stripe);
    }

    /** Removes the segments whose first row is {@code row} or a later one. */
    void deleteTailFrom(GroupKey key, long row) {
        jdbc.update(
                "delete from history_tail where run_no = ? and group_no = ? and first_row >= ?",
                key.runNo(),
                key.groupNo(),
                row);
    }

    void deleteAll(long runNo) {
        jdbc.update("delete from history_tail where run_no = ?", runNo);
        jdbc.update("delete from history_chunk where run_no = ?", runNo);
    }
}
