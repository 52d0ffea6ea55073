package dev.chainrule.analysis;

import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks for the gradient of an expression at a point. */
@Help("The gradient of an expression at a point.")
record GradientRequest(
        @Help("Formula of one number, e.g. log(1+exp(-x)).") String expression,

        @Help("A number, a list of numbers or a list of rows for each variable.") @Nullable
        Map<String, JsonNode> at,

        @Help("Whether second derivatives are wanted.") @Default("false")
        boolean second) {}
