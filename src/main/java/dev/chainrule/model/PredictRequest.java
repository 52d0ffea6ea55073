package dev.chainrule.model;

import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Named;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows to be answered. */
@Named("prediction")
@Help("Rows to be answered.")
record PredictRequest(
        @Help("Each by the names of its columns, in any order: numbers, texts, null for a missing value.")
        List<Map<String, @Nullable Object>> rows) {}
