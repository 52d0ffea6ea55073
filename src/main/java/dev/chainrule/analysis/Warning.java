package dev.chainrule.analysis;

/**
 * Something that does not make an answer wrong, but that its reader should know.
 *
 * @param code e.g. KINK, RANK_DEFICIENT
 * @param message a sentence
 */
record Warning(String code, String message) {}
