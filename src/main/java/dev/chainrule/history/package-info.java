/** Keeps every number a run reports and serves it ready to draw. */
@NullMarked
package dev.chainrule.history;

import org.jspecify.annotations.NullMarked;
