/** How a closed family of records tells the name, fields, defaults, ranges, help and formula of its members. */
@NullMarked
package dev.chainrule.engine.catalog;

import org.jspecify.annotations.NullMarked;
