/** The only place that knows how numbers are stored, allocated and computed. */
@NullMarked
package dev.chainrule.engine.array;

import org.jspecify.annotations.NullMarked;
