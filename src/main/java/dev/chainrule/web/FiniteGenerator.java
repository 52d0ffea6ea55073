package dev.chainrule.web;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** Writes null for NaN and the infinities, which JSON does not have, wherever they come from. */
final class FiniteGenerator extends JsonGeneratorDelegate {

    FiniteGenerator(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        if (Double.isFinite(value)) {
            delegate.writeNumber(value);
        } else {
            delegate.writeNull();
        }
        return this;
    }

    @Override
    public JsonGenerator writeNumber(float value) {
        if (Float.isFinite(value)) {
            delegate.writeNumber(value);
        } else {
            delegate.writeNull();
        }
        return this;
    }

    @Override
    public JsonGenerator writeArray(double[] array, int offset, int length) {
        delegate.writeStartArray(array, length);
        for (int i = offset; i < offset + length; i++) {
            writeNumber(array[i]);
        }
        delegate.writeEndArray();
        return this;
    }
}
