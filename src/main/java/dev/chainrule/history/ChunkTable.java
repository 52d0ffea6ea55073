package dev.chainrule.history;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Chunks, whole and written once; and tails, the few rows after the last whole chunk. */
@Component
final class ChunkTable {

    /** Neighboring columns that share a row of the tail. */
    static final int STRIPE = 256;

    private static final int BATCH = 256;

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
