/** Remembers what was asked, gives each job to exactly one worker, knows its state. */
@NullMarked
package dev.chainrule.job;

import org.jspecify.annotations.NullMarked;
