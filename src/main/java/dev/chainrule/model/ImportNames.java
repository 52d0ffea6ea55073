package dev.chainrule.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an imported model calls things; what is left out comes from the file's metadata or is made up.
 *
 * @param name of the model
 * @param target of the column it answers
 * @param features of its inputs, in order
 * @param classes it answers, in order of its outputs
 */
record ImportNames(
        @Nullable String name,
        @Nullable String target,
        @Nullable List<String> features,
        @Nullable List<String> classes) {}
