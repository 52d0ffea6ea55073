/** Files that are whole or absent: atomic, hashed, addressed by the server. */
@NullMarked
package dev.chainrule.storage;

import org.jspecify.annotations.NullMarked;
