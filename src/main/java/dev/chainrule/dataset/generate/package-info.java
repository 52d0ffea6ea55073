/** Data that is made, not uploaded: Fisher's iris flowers and the small problems of the textbooks. */
@NullMarked
package dev.chainrule.dataset.generate;

import org.jspecify.annotations.NullMarked;
