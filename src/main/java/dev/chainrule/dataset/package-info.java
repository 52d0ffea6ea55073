/** Accepts a file, checks it, stores it, hands out examples. */
@NullMarked
package dev.chainrule.dataset;

import org.jspecify.annotations.NullMarked;
