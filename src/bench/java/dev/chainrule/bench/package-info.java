/**
 * Ours and the libraries a user would pick instead, on the same nets, batches and first weights, block by block in turn. Start at
 * {@link dev.chainrule.bench.Benchmark}; how to run it and what it printed stands in {@code src/docs/performance.md}.
 */
@NullMarked
package dev.chainrule.bench;

import org.jspecify.annotations.NullMarked;
