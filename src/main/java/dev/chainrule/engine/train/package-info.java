/** Loops over minibatches and reports each step; knows nothing of HTTP, databases or threads. */
@NullMarked
package dev.chainrule.engine.train;

import org.jspecify.annotations.NullMarked;
