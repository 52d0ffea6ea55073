/** Slower questions about a job, and mathematics without one: gradients of expressions, least squares, EPOCH-GD. */
@NullMarked
package dev.chainrule.analysis;

import org.jspecify.annotations.NullMarked;
