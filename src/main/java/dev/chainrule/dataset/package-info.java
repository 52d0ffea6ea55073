/**
 * Accepts a file, checks it, stores it, hands out examples.
 *
 * <p>Reading order: {@link dev.chainrule.dataset.Datasets} (what other rooms ask), {@link dev.chainrule.dataset.DatasetUse} (what
 * a job says of its data), {@link dev.chainrule.dataset.Bound}, {@link dev.chainrule.dataset.Prepared} and
 * {@link dev.chainrule.dataset.Encoding} (what it gets). Files are read in {@code format}, kept as in {@code table}, made in
 * {@code generate}.
 */
@NullMarked
package dev.chainrule.dataset;

import org.jspecify.annotations.NullMarked;
