package dev.chainrule.dataset.table;

/**
 * What the second walk makes of a column.
 *
 * @param storage how its cells are written
 * @param offset where, in a row
 * @param spelling whether words for true and false are written "true" and "false"
 */
record Plan(String name, ColumnType type, Storage storage, int offset, boolean spelling, ColumnProfile profile) {}
