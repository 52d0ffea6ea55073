/**
 * A table as one file: rows of fixed width that can be read at any place, and what is known of each column.
 *
 * <p>Reading order: {@link dev.chainrule.dataset.table.Rows} (what a format hands in), {@link dev.chainrule.dataset.table.TableBuilder}
 * (two walks over it: look, then write), {@link dev.chainrule.dataset.table.Table} (what is read afterwards). A number is never
 * parsed again once it is in a table.
 */
@NullMarked
package dev.chainrule.dataset.table;

import org.jspecify.annotations.NullMarked;
