package dev.chainrule.engine.network;

/**
 * One thing wrong with a network's description, found before anything is allocated.
 *
 * @param pointer JSON pointer below the description: {@code /layers/0/initialWeights}, {@code /loss}, {@code /inputs}
 * @param code e.g. SHAPE_MISMATCH, DUPLICATE_NAME
 * @param message a sentence that names the layer and the numbers
 */
public record SpecFault(String pointer, String code, String message) {}
