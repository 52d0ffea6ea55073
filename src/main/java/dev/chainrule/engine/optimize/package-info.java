/** Turns a gradient into an update; knows nothing of networks. */
@NullMarked
package dev.chainrule.engine.optimize;

import org.jspecify.annotations.NullMarked;
