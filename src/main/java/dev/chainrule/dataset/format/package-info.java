/**
 * Files as people have them, read as rows. What a file is, its content says, not its name.
 *
 * <p>A new format is one {@code @Component} that implements {@link dev.chainrule.dataset.format.DatasetFormat}.
 */
@NullMarked
package dev.chainrule.dataset.format;

import org.jspecify.annotations.NullMarked;
