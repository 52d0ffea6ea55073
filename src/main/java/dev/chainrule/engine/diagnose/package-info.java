/** Looks at a training run, or checks the engine's own derivatives. */
@NullMarked
package dev.chainrule.engine.diagnose;

import org.jspecify.annotations.NullMarked;
