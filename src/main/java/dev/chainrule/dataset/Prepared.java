package dev.chainrule.dataset;

import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.TrainingData;
import org.jspecify.annotations.Nullable;

/**
 * Examples in memory, off the heap until closed.
 *
 * @param data to learn from and to be judged by
 * @param test held out to the end, null where nothing was
 * @param encoding turns rows into examples as was done here, and outputs into predictions
 */
public record Prepared(TrainingData data, @Nullable Examples test, Encoding encoding) implements AutoCloseable {

    @Override
    public void close() {
        close(data.training());
        close(data.validation());
        close(test);
    }

    private static void close(@Nullable Examples examples) {
        if (examples != null) {
            examples.x().close();
            examples.y().close();
        }
    }
}
