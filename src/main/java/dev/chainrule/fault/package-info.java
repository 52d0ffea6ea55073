/** The places where a crash test lets the process die. Off, and free, unless the process was started with them. */
@NullMarked
package dev.chainrule.fault;

import org.jspecify.annotations.NullMarked;
