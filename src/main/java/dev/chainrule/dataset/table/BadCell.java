package dev.chainrule.dataset.table;

/**
 * A cell that is no number.
 *
 * @param text at most 40 characters of it
 */
record BadCell(long line, String text, Numeral.Kind kind) {}
