/**
 * The only place that knows how numbers are stored, allocated and computed.
 *
 * <p>Arrays are ND4J arrays, made by {@link dev.chainrule.engine.array.OffHeap}; examples are columns. What is computed on them,
 * in place: {@link dev.chainrule.engine.array.InPlace} (products, arithmetic), {@link dev.chainrule.engine.array.Functions},
 * {@link dev.chainrule.engine.array.Activations}, {@link dev.chainrule.engine.array.Losses},
 * {@link dev.chainrule.engine.array.Columns}, {@link dev.chainrule.engine.array.Reductions}. What holds them:
 * {@link dev.chainrule.engine.array.Parameters}, {@link dev.chainrule.engine.array.ColumnBuffer},
 * {@link dev.chainrule.engine.array.UpdatePass}. Chance: {@link dev.chainrule.engine.array.RandomStream}.
 *
 * <p>Below that: {@code Border} turns arrays into addresses, {@code Blas} calls OpenBLAS, {@code Kernels} holds the loops: readable
 * ones ({@code Scalar…}) and fast ones ({@code Float…}, {@code Double…}: the same text for two number types; {@code Block…}: made of those, block by block).
 */
@NullMarked
package dev.chainrule.engine.array;

import org.jspecify.annotations.NullMarked;
