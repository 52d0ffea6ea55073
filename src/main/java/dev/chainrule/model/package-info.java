/** Keeps what a run learned; predicts, evaluates, exports. */
@NullMarked
package dev.chainrule.model;

import org.jspecify.annotations.NullMarked;
