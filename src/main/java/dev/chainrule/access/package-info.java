/** Who may call: host and origin checks, API keys, limits. */
@NullMarked
package dev.chainrule.access;

import org.jspecify.annotations.NullMarked;
