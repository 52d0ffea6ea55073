/** Fixtures: each class breaks one rule. */
@NullMarked
package badhouse.engine.array;

import org.jspecify.annotations.NullMarked;
