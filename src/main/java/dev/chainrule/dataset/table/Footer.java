package dev.chainrule.dataset.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The end of a table's file, which says where everything is.
 *
 * @param rows number of rows
 * @param stride bytes of a row
 * @param pool where the texts begin; the rows are before
 * @param columns in order
 * @param places in order of the columns
 * @param lines where the rows stood in the file they came from; null where that is not known
 */
record Footer(
        int version,
        long rows,
        int stride,
        long pool,
        List<Column> columns,
        List<Place> places,
        @Nullable Lines lines) {

    static final int VERSION = 1;
    /** First and last eight bytes of a file: "CHNTABLE". */
    static final long MAGIC = 0x454C4241544E4843L;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Where a column's cells are.
     *
     * @param offset in the row
     * @param entries where the column's texts begin in the pool, rising; null where numeric or too many to list
     * @param ranks of each entry in the order of the categories
     */
    record Place(Storage storage, int offset, int @Nullable [] entries, int @Nullable [] ranks) {}

    byte[] toBytes() {
        return JSON.writeValueAsBytes(this);
    }

    static Footer of(byte[] bytes) {
        return JSON.readValue(bytes, Footer.class);
    }
}
