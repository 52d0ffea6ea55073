/** Closed-form least squares, and the theory beside it (costs, bounds). */
@NullMarked
package dev.chainrule.engine.solve;

import org.jspecify.annotations.NullMarked;
