/**
 * Benchmarks of the whole service, in a process of its own and over HTTP: {@link dev.chainrule.bench.service.JobsBenchmark} (whole
 * jobs) and {@link dev.chainrule.bench.service.StartBenchmark} (start-up and memory). How to run them and what they printed stands in {@code src/docs/performance.md}.
 */
@NullMarked
package dev.chainrule.bench.service;

import org.jspecify.annotations.NullMarked;
