package dev.chainrule.dataset;

import dev.chainrule.engine.train.Examples;

/**
 * Examples made of a dataset's rows, off the heap until closed.
 *
 * @param rows which row each was made of, from 0
 * @param lines where that row began in the uploaded file (its number from 1 where the file has no lines), -1 where unknown
 */
public record Encoded(Examples examples, int[] rows, long[] lines) implements AutoCloseable {

    /** Number of examples. */
    public int count() {
        return rows.length;
    }

    @Override
    public void close() {
        examples.x().close();
        examples.y().close();
    }
}
