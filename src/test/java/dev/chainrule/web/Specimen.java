package dev.chainrule.web;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.LayerSpec;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.Precision;
import dev.chainrule.engine.train.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A record with a field of every shape, and every family of the engine below it. */
@Help("One field of every shape.")
record Specimen(
        @Help("A number.") @Default("1.5") @Range(min = -5, max = 5, openMax = true)
        double real,

        @Help("An integer.") @Default("2") @Range(max = 1000)
        int whole,

        @Help("A long one.") @Nullable Long wide,
        @Help("A flag.") @Nullable Boolean flag,
        @Help("A text.") @Nullable String text,
        @Help("A choice.") @Default("float32") Precision choice,
        @Help("A member.") @Default("relu") Activation member,
        @Help("A group.") @Default("{}") MonitorSpec group,
        @Help("A list.") @Default("[]") List<LayerSpec> layers,
        @Help("A map.") @Nullable Map<String, Double> numbers,
        @Help("A vector.") double @Nullable [] vector,
        @Help("A matrix.") double @Nullable [][] matrix,
        @Help("A table.") @Nullable List<List<@Nullable Object>> rows,
        @Help("Anything.") @Nullable JsonNode tree,
        @Help("Another.") @Nullable Loss loss,
        @Help("Training.") @Nullable TrainingSpec training,
        @Help("A family that holds itself.") @Nullable Tree trees) {

    /** A family whose members hold members. */
    sealed interface Tree {

        @Help("The end of a branch.")
        record Leaf(
                @Help("What it holds.") @Range(min = 0) double value,

                @Help("What it is called.") @Default("none") String label)
                implements Tree {}

        @Help("A fork.")
        record Node(@Help("What grows from it.") List<Tree> children) implements Tree {
            public Node {
                if (children.isEmpty()) {
                    throw new IllegalArgumentException("a node needs children");
                }
            }
        }
    }
}
