package dev.chainrule.dataset.table;

/** How a cell lies in the file, little-endian. */
enum Storage {
    /** A whole number from 0 to 255; the column has no missing cell. */
    BYTE(1),
    /** A number that 32 bits hold exactly; NaN is missing. */
    FLOAT(4),
    /** Any number; NaN is missing. */
    DOUBLE(8),
    /** Where a text begins in the pool; -1 is missing. */
    TEXT(4);

    private final int bytes;

    Storage(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** The narrowest that holds every cell exactly. */
    static Storage of(ColumnType type, ColumnProfile profile) {
        if (type == ColumnType.CATEGORICAL) {
            return TEXT;
        }
        if (profile.bytes && profile.missing == 0) {
            return BYTE;
        }
        return profile.floats ? FLOAT : DOUBLE;
    }
}
