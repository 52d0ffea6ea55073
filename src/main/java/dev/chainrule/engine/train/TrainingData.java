package dev.chainrule.engine.train;

import org.jspecify.annotations.Nullable;

/**
 * What a run learns from and what it is judged by.
 *
 * @param training at least one example
 * @param validation null where nothing was held out
 * @param classification whether accuracy has a meaning (y is one-hot, or 0/1 in one row)
 */
public record TrainingData(Examples training, @Nullable Examples validation, boolean classification) {}
