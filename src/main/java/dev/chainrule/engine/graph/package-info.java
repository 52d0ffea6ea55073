/**
 * Computational graphs of expressions: the chain rule itself, value by value.
 *
 * <p>Reading order: {@link dev.chainrule.engine.graph.Expression} turns text into steps, {@link
 * dev.chainrule.engine.graph.Graph} turns steps into nodes with values, {@link dev.chainrule.engine.graph.Operation}
 * knows each operation's value and derivative, {@link dev.chainrule.engine.graph.Gradient} walks the graph backwards,
 * {@link dev.chainrule.engine.graph.Differences} checks it without derivatives.
 *
 * <p>A derivative is again a composition: each operation writes its derivative as nodes of the same graph (Goodfellow,
 * Bengio, Courville, <i>Deep Learning</i>, 2016, section 6.5.6 and Algorithm 6.6). So the gradient of a gradient is one
 * more call, and no second formula stands anywhere. Values are small heap arrays, not ND4J's: an ND4J operation costs
 * about 10 microseconds before it computes anything, and a graph may have 10 000 scalar nodes.
 */
@NullMarked
package dev.chainrule.engine.graph;

import org.jspecify.annotations.NullMarked;
