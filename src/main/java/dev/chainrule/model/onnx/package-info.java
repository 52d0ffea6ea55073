/**
 * The Open Neural Network Exchange format, written and read by hand: a dozen messages of Protocol Buffers are all it takes. Start at
 * {@link dev.chainrule.model.onnx.OnnxFile}.
 */
@NullMarked
package dev.chainrule.model.onnx;

import org.jspecify.annotations.NullMarked;
