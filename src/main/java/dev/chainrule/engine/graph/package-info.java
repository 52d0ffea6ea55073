/** Computational graphs of expressions: the chain rule itself, value by value. */
@NullMarked
package dev.chainrule.engine.graph;

import org.jspecify.annotations.NullMarked;
