/** Closed-form least squares, the spectrum of a Hessian, and the theory beside them (costs, bounds). */
@NullMarked
package dev.chainrule.engine.solve;

import org.jspecify.annotations.NullMarked;
