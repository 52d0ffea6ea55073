/** Turns a description into a function, its loss and its gradient: algorithms 6.3 and 6.4. */
@NullMarked
package dev.chainrule.engine.network;

import org.jspecify.annotations.NullMarked;
