/** Fixtures: each class breaks one rule. */
@NullMarked
package badhouse.job;

import org.jspecify.annotations.NullMarked;
