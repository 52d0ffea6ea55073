package dev.chainrule.dataset.table;

/**
 * How the cells of a text file are read.
 *
 * @param point what separates the fraction of a number
 * @param missing the words for no value
 */
public record CellRules(char point, MissingWords missing) {

    /** A point, and the usual words. */
    public static final CellRules DEFAULT = new CellRules('.', new MissingWords(MissingWords.DEFAULT));
}
