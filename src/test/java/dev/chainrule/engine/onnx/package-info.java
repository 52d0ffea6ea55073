/** The operator cases that ONNX publishes, run through the engine. */
@org.jspecify.annotations.NullMarked
package dev.chainrule.engine.onnx;
