package dev.chainrule.dataset.table;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the cells of a column are. */
public enum ColumnType {
    /** Finite numbers. */
    @JsonProperty("numeric")
    NUMERIC,
    /** Texts, compared letter by letter. */
    @JsonProperty("categorical")
    CATEGORICAL
}
